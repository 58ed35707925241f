import { LRUCache } from 'lru-cache';
import type { FullPin } from '../../lib/events/event';
import { formatCursor } from '../../lib/live/cursor';
import type { Card } from '../../lib/live/protocol';
import type { Store } from '../store/store';
import type { RingEvent } from './live-ring';

const KEPT_PINS = 10_000;
/** A pin that is not known in full may be so a little later. */
const UNKNOWN_TTL_MS = 5_000;

/** What is shown of a pin, with the category of its event where the pin has none or is not known in full. */
export const pinFace = (pin: FullPin | null, category: string | null) => ({
  title: pin?.title ?? null,
  imageUrl: pin?.imageUrl ?? null,
  link: pin?.link ?? null,
  color: pin?.color ?? null,
  category: pin?.category ?? category,
  boardName: pin?.boardName ?? null,
});

/** Makes cards of the events of one epoch, with their pins from the store. Rejects while the store is away. */
export class CardMaker {
  readonly #epoch: number;
  readonly #store: Pick<Store, 'findPins'>;
  readonly #pins = new LRUCache<string, { readonly pin: FullPin | null }>({ max: KEPT_PINS });

  constructor(epoch: number, store: Pick<Store, 'findPins'>) {
    this.#epoch = epoch;
    this.#store = store;
  }

  /** The pins of these ids, null for one that is not known in full. */
  async pins(pinIds: readonly string[]): Promise<ReadonlyMap<string, FullPin | null>> {
    const pins = new Map<string, FullPin | null>();
    const wanted = new Set<string>();
    for (const pinId of pinIds) {
      const kept = this.#pins.get(pinId);
      if (kept) pins.set(pinId, kept.pin);
      else wanted.add(pinId);
    }
    if (wanted.size === 0) return pins;
    const found = await this.#store.findPins([...wanted]);
    for (const pinId of wanted) {
      const pin = found.get(pinId)?.pin ?? null;
      this.#pins.set(pinId, { pin }, pin ? {} : { ttl: UNKNOWN_TTL_MS });
      pins.set(pinId, pin);
    }
    return pins;
  }

  /** A card for each, in their order. */
  async cards(events: readonly RingEvent[]): Promise<readonly Card[]> {
    const pins = await this.pins(events.flatMap(({ pinId }) => (pinId === null ? [] : [pinId])));
    return events.map((event) => this.#card(event, pins.get(event.pinId ?? '') ?? null));
  }

  #card({ offset, index, type, ts, place, pinId, category }: RingEvent, pin: FullPin | null): Card {
    return {
      handle: formatCursor({ epoch: this.#epoch, offset, index }),
      type,
      ts,
      place,
      pinId,
      ...pinFace(pin, category),
    };
  }
}
