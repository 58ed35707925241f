import type { Socket } from 'node:net';

/**
 * Room for so many sockets, in all and from one address. A place is given back when the socket closes, whether anybody
 * ever spoke on it or not. Addresses are kept in memory only, and only while they are connected.
 */
export class SocketPlaces {
  readonly #max: number;
  readonly #maxPerAddress: number;
  readonly #byAddress = new Map<string, number>();
  #taken = 0;

  constructor(max: number, maxPerAddress: number) {
    this.#max = max;
    this.#maxPerAddress = maxPerAddress;
  }

  get taken(): number {
    return this.#taken;
  }

  /** null when there is room, else why there is none. */
  take(socket: Pick<Socket, 'remoteAddress' | 'once'>): 'full' | 'address' | null {
    const address = socket.remoteAddress ?? '';
    const ofAddress = this.#byAddress.get(address) ?? 0;
    if (this.#taken >= this.#max) return 'full';
    if (ofAddress >= this.#maxPerAddress) return 'address';
    this.#taken++;
    this.#byAddress.set(address, ofAddress + 1);
    socket.once('close', () => this.#giveBack(address));
    return null;
  }

  #giveBack(address: string): void {
    this.#taken--;
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }
}
