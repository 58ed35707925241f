import type { Card } from '../../lib/live/protocol';
import type { CardMaker } from './card-maker';
import type { RingEvent } from './live-ring';

const KEPT_CARDS = 30;
const CARD_EVERY_MS = 250;

/** Chooses cards for the feed: a small sample of the repins. Never blocks a tick. */
export class CardDesk {
  readonly maker: CardMaker;
  #latest: Card[] = [];
  #ready: Card[] = [];
  #lastAt = 0;
  #busy = false;

  constructor(maker: CardMaker) {
    this.maker = maker;
  }

  /** Newest first, at most 30. */
  get latest(): readonly Card[] {
    return this.#latest;
  }

  /** Fills the list at the start; `events` are newest first. */
  async fill(events: readonly RingEvent[]): Promise<void> {
    const cards = await this.maker.cards(events.slice(0, KEPT_CARDS));
    this.#latest = [...cards];
  }

  /** Offers a tick's events: the newest repin becomes a card, when it is time for one. */
  offer(events: readonly RingEvent[], now: number): void {
    if (this.#busy || now - this.#lastAt < CARD_EVERY_MS) return;
    const event = events.findLast(({ type, pinId, late }) => type === 'repin' && pinId !== null && !late);
    if (!event) return;
    this.#lastAt = now;
    this.#busy = true;
    this.maker
      .cards([event])
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
}
