import { LRUCache } from 'lru-cache';
import type { FullPin } from '../../lib/events/event';
import { formatCursor } from '../../lib/live/cursor';
import type { Card } from '../../lib/live/protocol';
import type { Store } from '../store/store';
import type { RingEvent } from './live-ring';

const KEPT_PINS = 10_000;
/** A pin that is not known in full may be so a little later. */
const UNKNOWN_TTL_MS = 5_000;
const KEPT_CARDS = 30;
const CARD_EVERY_MS = 250;

/** Draws cards for the feed: a small sample of the repins, with their pins from the store. Never blocks a tick. */
export class CardDesk {
  readonly #epoch: number;
  readonly #store: Pick<Store, 'findPins'>;
  readonly #pins = new LRUCache<string, { readonly pin: FullPin | null }>({ max: KEPT_PINS });
  #latest: Card[] = [];
  #ready: Card[] = [];
  #lastAt = 0;
  #busy = false;

  constructor(epoch: number, store: Pick<Store, 'findPins'>) {
    this.#epoch = epoch;
    this.#store = store;
  }

  /** Newest first, at most 30. */
  get latest(): readonly Card[] {
    return this.#latest;
  }

  /** Fills the list at the start; `events` are newest first. */
  async fill(events: readonly RingEvent[]): Promise<void> {
    const cards = await this.#draw(events.slice(0, KEPT_CARDS));
    this.#latest = [...cards];
  }

  /** Offers a tick's events: the newest repin becomes a card, when it is time for one. */
  offer(events: readonly RingEvent[], now: number): void {
    if (this.#busy || now - this.#lastAt < CARD_EVERY_MS) return;
    const event = events.findLast(({ type, pinId, late }) => type === 'repin' && pinId !== null && !late);
    if (!event) return;
    this.#lastAt = now;
    this.#busy = true;
    this.#draw([event])
      .then((cards) => {
        this.#ready.push(...cards);
        this.#latest = [...cards, ...this.#latest].slice(0, KEPT_CARDS);
      })
      // The feed is a sample: while the store is away there are no new cards.
      .catch(() => {})
      .finally(() => {
        this.#busy = false;
      });
  }

  /** The cards drawn since the last call, for the next frame. */
  take(): readonly Card[] {
    const cards = this.#ready;
    this.#ready = [];
    return cards;
  }

  async #draw(events: readonly RingEvent[]): Promise<readonly Card[]> {
    const wanted = events.flatMap(({ pinId }) => (pinId !== null && !this.#pins.has(pinId) ? [pinId] : []));
    if (wanted.length > 0) {
      const found = await this.#store.findPins([...new Set(wanted)]);
      for (const pinId of wanted) {
        const pin = found.get(pinId)?.pin ?? null;
        this.#pins.set(pinId, { pin }, pin ? {} : { ttl: UNKNOWN_TTL_MS });
      }
    }
    return events.map((event) => this.#card(event));
  }

  #card(event: RingEvent): Card {
    const pin = event.pinId === null ? null : (this.#pins.get(event.pinId)?.pin ?? null);
    return {
      handle: formatCursor({ epoch: this.#epoch, offset: event.offset, index: event.index }),
      type: event.type,
      ts: event.ts,
      place: event.place,
      pinId: event.pinId,
      title: pin?.title ?? null,
      imageUrl: pin?.imageUrl ?? null,
      link: pin?.link ?? null,
      color: pin?.color ?? null,
      category: pin?.category ?? event.category,
      boardName: pin?.boardName ?? null,
    };
  }
}
