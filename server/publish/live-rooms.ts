import { isRoom, type RoomFilter, readRoomFilter } from '../../lib/live/room-filter';
import { roomKey } from '../../lib/live/room-match';
import type { Store } from '../store/store';
import { AddressRate } from './address-rate';
import { Hearers } from './hearers';
import type { LiveDetails } from './live-details';
import type { LiveHub } from './live-hub';
import { LiveRoom, type LiveRoomOptions } from './live-room';
import { PinShelf } from './pin-shelf';

export type LiveRoomsOptions = Omit<LiveRoomOptions, 'filter' | 'shelf' | 'hub'> & {
  readonly hub: LiveHub;
  readonly store: Pick<Store, 'findPins'>;
  readonly maxRooms?: number;
  /**
   * Open at a time of those that one address has opened; it may be in as many others as it likes. Left out, as many as
   * there are: everybody in an office, or behind a proxy, may share one address.
   */
  readonly maxPerAddress?: number;
  /** Default 60. */
  readonly opensPerMinute?: number;
};

/** full: all rooms are taken. own: of those that this address may have opened. rate: it opens too many in a short time. */
export type RoomRefused = 'full' | 'own' | 'rate';
export type Stay = { readonly room: LiveRoom; readonly leave: () => void };

const MAX_ROOMS = 16;
/** To open one, the last events are looked through, and their pins looked up. */
const OPENS_PER_MINUTE = 60;
/** An empty room is kept so long for who comes back, or was given its picture and has still to come in. */
const EMPTY_FOR_MS = 60_000;
/** Where there is no room for another one, an empty one makes place after so long. */
const YIELDS_AFTER_MS = 5_000;
const CHECK_EVERY_MS = 1_000;

type Entry = { readonly room: LiveRoom; readonly openedBy: string; inside: number; emptySince: number };

/** The filtered rooms of this process: one for each different filter, so many at most. */
export class LiveRooms {
  readonly #options: LiveRoomsOptions;
  readonly #shelf: PinShelf;
  readonly #opens: AddressRate;
  readonly #entries = new Map<string, Entry>();
  readonly #closes = new Hearers<[room: LiveRoom]>();
  readonly #timer: ReturnType<typeof setInterval>;
  /** How often there was no room, so far. */
  refused = 0;

  constructor(options: LiveRoomsOptions) {
    this.#options = options;
    this.#shelf = new PinShelf(options.store, options.now);
    this.#opens = new AddressRate(options.opensPerMinute ?? OPENS_PER_MINUTE, options.now);
    this.#timer = setInterval(() => this.#closeEmpty(EMPTY_FOR_MS), CHECK_EVERY_MS);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The room of this filter, for a look at it: that alone keeps no room open. `address`: the one that limits hold for. */
  visit(filter: RoomFilter, address: string): LiveRoom | RoomRefused {
    const entry = this.#entry(filter, address);
    return typeof entry === 'string' ? entry : entry.room;
  }

  /** The same for one who stays until it calls `leave`, once. */
  enter(filter: RoomFilter, address: string): Stay | RoomRefused {
    const entry = this.#entry(filter, address);
    if (typeof entry === 'string') return entry;
    entry.inside++;
    const leave = () => {
      entry.inside--;
      entry.emptySince = this.#options.now();
    };
    return { room: entry.room, leave };
  }

  /** What lies behind what is seen with this query; null while its room is not open: it is not opened for a question. */
  detailsOf(query: URLSearchParams): LiveDetails | null {
    const filter = readRoomFilter(query);
    if ('field' in filter) return null;
    if (!isRoom(filter)) return this.#options.hub.details;
    return this.#entries.get(roomKey(filter))?.room.details ?? null;
  }

  onClose(listener: (room: LiveRoom) => void): () => void {
    return this.#closes.add(listener);
  }

  #entry(filter: RoomFilter, address: string): Entry | RoomRefused {
    const key = roomKey(filter);
    const known = this.#entries.get(key);
    if (known) return known;
    const refused = this.#refusal(address);
    if (refused) {
      this.refused++;
      return refused;
    }
    const room = new LiveRoom({ ...this.#options, filter, shelf: this.#shelf });
    const entry = { room, openedBy: address, inside: 0, emptySince: this.#options.now() };
    this.#entries.set(key, entry);
    return entry;
  }

  /** null: there is a place for another one. */
  #refusal(address: string): RoomRefused | null {
    const { maxRooms = MAX_ROOMS, maxPerAddress = Number.POSITIVE_INFINITY } = this.#options;
    const own = () => [...this.#entries.values()].filter(({ openedBy }) => openedBy === address).length;
    // Who looks through one filter after the other has left the ones before.
    if (own() >= maxPerAddress) this.#closeEmpty(0, 1, address);
    if (own() >= maxPerAddress) return 'own';
    if (this.#entries.size >= maxRooms) this.#closeEmpty(YIELDS_AFTER_MS, 1);
    if (this.#entries.size >= maxRooms) return 'full';
    return this.#opens.take(address) ? null : 'rate';
  }

  /** Those that have been empty for so long, the longest first, `most` of them; of one opener, if it is given. */
  #closeEmpty(forMs: number, most = Number.POSITIVE_INFINITY, opener?: string): void {
    const now = this.#options.now();
    const empty = [...this.#entries]
      .filter(([, { inside, emptySince }]) => inside === 0 && now - emptySince >= forMs)
      .filter(([, { openedBy }]) => opener === undefined || openedBy === opener)
      .sort(([, a], [, b]) => a.emptySince - b.emptySince);
    for (const [key, { room }] of empty.slice(0, most)) {
      this.#entries.delete(key);
      room.close();
      this.#closes.tell(room);
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const { room } of this.#entries.values()) room.close();
    this.#entries.clear();
  }
}
