import { EVENT_TYPES, type EventType } from '../../lib/events/event';
import { Random } from '../../lib/simulation/random';

/** One record as it is produced. `number` is that of its event; null for what can never become one. */
export type ChaosRecord = {
  readonly number: number | null;
  readonly partition: number;
  readonly value: Buffer;
};

/** Each tenth of the numbers by type: 6 repins, 2 comments, a login, a pin. */
const TYPE_BY_TENTH: readonly EventType[] = [
  ...Array.from({ length: 6 }, () => 'repin' as const),
  'comment',
  'comment',
  'login',
  'pin',
];
/** One of so many happens in a place of its own, whose city is its number: what a viewer drew can be told one by one. */
const NUMBERED_EACH = 20;
const ADDRESSES = ['81.2.69.142', '8.8.8.8', '133.1.1.1', '2a00:1450:4009:80b::200e'];
const CITIES = 300;

export const idOf = (number: number): string => `c-${String(number).padStart(9, '0')}`;
export const typeOf = (number: number): EventType => TYPE_BY_TENTH[number % 10] ?? EVENT_TYPES[0];
export const isNumbered = (number: number): boolean => number % NUMBERED_EACH === 3;

function whereOf(number: number): Record<string, unknown> {
  const location = (lat: number, lng: number, city: string) => ({
    location: { lat, lng, city, country: 'FR', accuracyKm: 10 },
  });
  if (isNumbered(number))
    return location(
      ((number * 7_919) % 170_000) / 1_000 - 85,
      ((number * 104_729) % 359_000) / 1_000 - 179,
      String(number),
    );
  // Private: nobody knows where it is.
  if (number % NUMBERED_EACH === 7) return { ip: '10.1.2.3' };
  if (number % 5 === 1) return { ip: ADDRESSES[number % ADDRESSES.length] };
  const city = (number * 31) % CITIES;
  return location((city % 140) - 70, ((city * 7) % 340) - 170, `city ${city}`);
}

/** The event of a number, always the same but for its time: sent twice it is a duplicate. */
export function eventOf(number: number, ts: number): Buffer {
  const type = typeOf(number);
  const pinId = type === 'pin' ? `p-${number}` : `p-${(number * 13) % 997}`;
  return Buffer.from(
    JSON.stringify({
      id: idOf(number),
      type,
      ts,
      userId: `u-${number % 5_000}`,
      ...whereOf(number),
      ...(type === 'login' ? {} : { pinId, boardId: `b-${number % 40}` }),
      ...(type === 'pin' ? { pin: { id: pinId, title: `Pin ${number}`, category: 'food' } } : {}),
      ...(type === 'comment' ? { text: `number ${number}` } : {}),
    }),
  );
}

/** Records that can never become an event, each of another kind. */
export const POISON: readonly (() => Buffer)[] = [
  () => Buffer.from('{"id":"x","type":"repin",'),
  () => Buffer.concat([Buffer.from('{"id":"x'), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}')]),
  () => Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
  () => Buffer.from(`${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`),
  () => Buffer.from('{"__proto__":{"type":"repin","pinId":"p-1"},"constructor":{"prototype":{"id":"x"}}}'),
  () => Buffer.from('{"id":{"toString":null},"type":"repin","pinId":["p"]}'),
  () => Buffer.from('{"id":"x","type":"repin","pinId":"p","ts":NaN}'),
  () => Buffer.from('{"id":"x","type":"repin","pinId":"p","ts":1e308}'),
  () => Buffer.from('{"id":"x","type":"repin","pinId":"p","ts":-62135596800000}'),
  () => Buffer.from('{"id":"x","type":"login","userId":"u","ts":4102444800001}'),
  () => Buffer.from([0, 0, 0, 0, 7, 2, 14, 99]),
  () => Buffer.alloc(0),
  () => Buffer.from('null'),
  () => Buffer.from('"\\ud800"'),
  // The largest that a broker takes by default, and so the largest that ever comes.
  () => Buffer.alloc(1_048_576 - 200, 0x78),
  () => Buffer.from(JSON.stringify({ id: 'x', type: 'comment', pinId: 'p', text: 'x'.repeat(1_000_000) })),
];

/**
 * The stream of a run: new events by number, some that were sent before, and some that are none. Deterministic but
 * for the times.
 */
export class NumberedStream {
  readonly #random: Random;
  readonly #partitions: number;
  readonly #duplicateShare: number;
  #next = 0;
  #poison = 0;
  #records = 0;

  constructor(options: {
    readonly seed: number;
    readonly partitions: number;
    readonly duplicateShare: number;
  }) {
    this.#random = new Random('chaos', options.seed, 0);
    this.#partitions = options.partitions;
    this.#duplicateShare = options.duplicateShare;
  }

  /** The number that the next new event gets. */
  get next(): number {
    return this.#next;
  }

  take(count: number, now: number): ChaosRecord[] {
    return Array.from({ length: count }, () => this.#take(now));
  }

  /** A record that can never become an event. */
  poison(): ChaosRecord {
    const make = POISON[this.#poison++ % POISON.length];
    return { number: null, partition: this.#partition(), value: make?.() ?? Buffer.alloc(0) };
  }

  #take(now: number): ChaosRecord {
    const again = this.#next > 0 && this.#random.chance(this.#duplicateShare);
    const number = again ? this.#random.below(this.#next) : this.#next++;
    return { number, partition: this.#partition(), value: eventOf(number, now) };
  }

  #partition(): number {
    return this.#records++ % this.#partitions;
  }
}
