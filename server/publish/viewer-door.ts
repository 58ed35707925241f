import type { IncomingMessage } from 'node:http';
import { AddressRate } from './address-rate';
import { mayConnect, mayStream } from './origin-guard';
import { type PlaceHolder, SocketPlaces } from './socket-places';
import { viewerAddress } from './viewer-address';
import { noViewerCounts, type Refusal } from './viewer-counts';

export type ViewerDoorOptions = {
  /** Exact origins besides the own one. */
  readonly allowedOrigins: readonly string[];
  readonly maxViewers: number;
  readonly maxPerAddress: number;
  readonly handshakesPerMinute: number;
  /** Proxies of ours between the viewer and us, each of which appends to X-Forwarded-For. */
  readonly trustedProxyHops: number;
  /** Monotonic or epoch ms. */
  readonly now: () => number;
};

/** What one that is not let in is answered. */
export const REFUSALS: Readonly<
  Record<Refusal, { readonly status: number; readonly text: string; readonly retryAfterS?: number }>
> = {
  origin: { status: 403, text: 'Forbidden' },
  rate: { status: 429, text: 'Too Many Requests', retryAfterS: 5 },
  address: { status: 429, text: 'Too Many Requests', retryAfterS: 30 },
  full: { status: 503, text: 'Service Unavailable', retryAfterS: 30 },
};

/** Where all viewers come in, by whatever transport: who may, and how many of them. It keeps what is counted of viewers. */
export class ViewerDoor {
  readonly counts = noViewerCounts();
  readonly #options: ViewerDoorOptions;
  readonly #places: SocketPlaces;
  readonly #rate: AddressRate;

  constructor(options: ViewerDoorOptions) {
    this.#options = options;
    this.#places = new SocketPlaces(options.maxViewers, options.maxPerAddress);
    this.#rate = new AddressRate(options.handshakesPerMinute, options.now);
  }

  /** null: it is in, and has a place until its socket, or the answer that is its stream, closes. */
  enter(request: IncomingMessage, holder: PlaceHolder): Refusal | null {
    const refusal = this.#refusal(request, holder);
    if (refusal !== null) this.counts.refused[refusal]++;
    return refusal;
  }

  /** The address that limits hold for. */
  addressOf(request: IncomingMessage): string {
    return viewerAddress(request, this.#options.trustedProxyHops);
  }

  #refusal(request: IncomingMessage, holder: PlaceHolder): Refusal | null {
    const may = request.headers.upgrade === undefined ? mayStream : mayConnect;
    if (!may(request, this.#options)) return 'origin';
    const address = this.addressOf(request);
    return this.#rate.take(address) ? this.#places.take(address, holder) : 'rate';
  }
}
