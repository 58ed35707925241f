import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_TYPES, type EventType } from '../../lib/events/event';
import { addressIn } from '../../lib/simulation/networks';
import { Random } from '../../lib/simulation/random';

const NETWORKS = join(import.meta.dirname, '../networks.json');

/** What the stream holds, counted while it was made. */
export type StreamCounts = {
  readonly events: number;
  readonly duplicates: number;
  /** Different events by type: the rows that there are to be. */
  readonly rows: Readonly<Record<EventType, number>>;
};

export type StreamOptions = {
  readonly events: number;
  readonly seed: number;
  readonly duplicateShare: number;
};

/** Pins that were there before the stream: nobody has told us of them. */
const OLD_PINS = 2_000;
const USERS = 300_000;
const RECENT = 512;
const CATEGORIES = ['food', 'travel', 'home', 'art', 'style', 'garden', 'sport', 'books'];

/**
 * Events of about 280 bytes: 60 % repins, 20 % comments, 10 % logins, 10 % pins, each a new one that comes in full. Ids
 * are in the order of time, as UUIDv7 and the like are. Deterministic: the same options give the same stream.
 */
export class EventStream {
  readonly #random: Random;
  readonly #options: StreamOptions;
  readonly #prefixes: readonly string[];
  readonly #recent: { key: string; json: string }[] = [];
  readonly #rows: Record<EventType, number> = { pin: 0, repin: 0, comment: 0, login: 0 };
  readonly #begun: number;
  #pins = OLD_PINS;
  #made = 0;
  #duplicates = 0;

  constructor(options: StreamOptions, begun: number) {
    this.#options = options;
    this.#begun = begun;
    this.#random = new Random('ingest', options.seed, 0);
    const { cities } = JSON.parse(readFileSync(NETWORKS, 'utf8')) as { cities: [number, ...string[]][] };
    this.#prefixes = cities.flatMap(([, ...prefixes]) => prefixes);
  }

  get counts(): StreamCounts {
    return { events: this.#made, duplicates: this.#duplicates, rows: { ...this.#rows } };
  }

  /** The next event, or null at the end. */
  next(): { readonly key: string; readonly json: string } | null {
    if (this.#made === this.#options.events) return null;
    const random = this.#random;
    this.#made++;
    if (this.#recent.length === RECENT && random.chance(this.#options.duplicateShare)) {
      this.#duplicates++;
      return random.pick(this.#recent);
    }
    const event = this.#make();
    this.#recent[this.#made % RECENT] = event;
    return event;
  }

  #make(): { key: string; json: string } {
    const random = this.#random;
    const draw = random.next();
    const type = EVENT_TYPES[draw < 0.1 ? 0 : draw < 0.7 ? 1 : draw < 0.9 ? 2 : 3] ?? 'repin';
    this.#rows[type]++;
    const ts = this.#begun + Math.floor(this.#made / 100);
    const id = `01980000-${this.#made.toString(16).padStart(12, '0')}-${random
      .below(2 ** 31)
      .toString(16)
      .padStart(8, '0')}`;
    const user = random.below(USERS);
    const userId = `user-${user.toString().padStart(10, '0')}`;
    // Everybody has an address, and keeps it.
    const ip = addressIn(this.#prefixes[(user * 7_919) % this.#prefixes.length] ?? '', user * 2_654_435_761);
    // A pin is pinned once; what follows goes to those that are there, by a product of two draws: few get most of it.
    const pin = type === 'pin' ? this.#pins++ : Math.floor(random.next() * random.next() * this.#pins);
    const pinId = `pin-${pin.toString().padStart(12, '0')}`;
    const boardId = `board-${(pin % 4_000).toString().padStart(8, '0')}`;
    const event: Record<string, unknown> = { id, type, ts, userId, ip };
    if (type !== 'login') Object.assign(event, { pinId, boardId });
    if (type === 'comment')
      event.text = `What a find, this is exactly what I was looking for, number ${random.below(10 ** 9)}`;
    if (type === 'pin') event.pin = fullPin(pin, pinId, boardId);
    else event.client = { app: 'web', version: '26.11.3', session: `s-${random.below(2 ** 31)}-${id}` };
    return { key: type === 'login' ? userId : pinId, json: JSON.stringify(event) };
  }
}

function fullPin(pin: number, id: string, boardId: string): Record<string, unknown> {
  return {
    id,
    title: `Pin number ${pin}: a thing worth keeping`,
    imageUrl: `/art/${pin}.svg`,
    boardId,
    boardName: `Board ${pin % 4_000}`,
    category: CATEGORIES[pin % CATEGORIES.length],
    color: `#${(pin * 7_919).toString(16).padStart(6, '0').slice(-6)}`,
  };
}
