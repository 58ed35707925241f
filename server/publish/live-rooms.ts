import { isRoom, type RoomFilter, readRoomFilter } from '../../lib/live/room-filter';
import { roomKey } from '../../lib/live/room-match';
import type { Store } from '../store/store';
import { Hearers } from './hearers';
import type { LiveDetails } from './live-details';
import { LiveRoom, type LiveRoomOptions } from './live-room';
import { PinShelf } from './pin-shelf';

export type LiveRoomsOptions = Omit<LiveRoomOptions, 'filter' | 'shelf'> & {
  readonly store: Pick<Store, 'findPins'>;
  readonly maxRooms?: number;
};

const MAX_ROOMS = 16;
/** An empty room is kept so long for who comes back, or was given its picture and has still to come in. */
const EMPTY_FOR_MS = 60_000;
/** Where there is no room for another one, an empty one makes place after so long. */
const YIELDS_AFTER_MS = 5_000;
const CHECK_EVERY_MS = 1_000;

type Entry = { readonly room: LiveRoom; inside: number; emptySince: number };

/** The filtered rooms of this process: one for each different filter, so many at most. */
export class LiveRooms {
  readonly #options: LiveRoomsOptions;
  readonly #shelf: PinShelf;
  readonly #entries = new Map<string, Entry>();
  readonly #closes = new Hearers<[room: LiveRoom]>();
  readonly #timer: ReturnType<typeof setInterval>;
  /** How often there was no room, so far. */
  refused = 0;

  constructor(options: LiveRoomsOptions) {
    this.#options = options;
    this.#shelf = new PinShelf(options.store);
    this.#timer = setInterval(() => this.#closeEmpty(EMPTY_FOR_MS), CHECK_EVERY_MS);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The room of this filter, for a look at it; null when there are too many others. */
  visit(filter: RoomFilter): LiveRoom | null {
    return this.#entry(filter)?.room ?? null;
  }

  /** The same for one who stays until it calls `leave`, once. */
  enter(filter: RoomFilter): { readonly room: LiveRoom; readonly leave: () => void } | null {
    const entry = this.#entry(filter);
    if (!entry) return null;
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

  #entry(filter: RoomFilter): Entry | null {
    const key = roomKey(filter);
    const known = this.#entries.get(key);
    if (known) {
      known.emptySince = this.#options.now();
      return known;
    }
    const { maxRooms = MAX_ROOMS } = this.#options;
    if (this.#entries.size >= maxRooms) this.#closeEmpty(YIELDS_AFTER_MS, 1);
    if (this.#entries.size >= maxRooms) {
      this.refused++;
      return null;
    }
    const room = new LiveRoom({ ...this.#options, filter, shelf: this.#shelf });
    const entry = { room, inside: 0, emptySince: this.#options.now() };
    this.#entries.set(key, entry);
    return entry;
  }

  /** Those that have been empty for so long, the longest first, `most` of them. */
  #closeEmpty(forMs: number, most = Number.POSITIVE_INFINITY): void {
    const now = this.#options.now();
    const empty = [...this.#entries]
      .filter(([, { inside, emptySince }]) => inside === 0 && now - emptySince >= forMs)
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
