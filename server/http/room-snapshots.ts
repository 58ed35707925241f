import type { RoomFilter } from '../../lib/live/room-filter';
import { oncePer } from '../../lib/memo';
import type { LiveRoom } from '../publish/live-room';
import type { LiveRooms } from '../publish/live-rooms';
import { type EncodedSnapshot, SnapshotCache } from './snapshot-cache';

/** A room that has just been opened looks through the last events first. */
const READY_WITHIN_MS = 8_000;

/** The pictures of filtered rooms, each encoded once for all who ask within a second. */
export class RoomSnapshots {
  readonly #rooms: LiveRooms;
  readonly #cacheOf: (room: LiveRoom) => SnapshotCache;

  constructor(rooms: LiveRooms, now: () => number) {
    this.#rooms = rooms;
    this.#cacheOf = oncePer((room: LiveRoom) => new SnapshotCache(() => room.snapshot(), now));
  }

  /** null while the room has nothing to show yet; `full` when there are too many others. */
  async get(filter: RoomFilter): Promise<EncodedSnapshot | 'full' | null> {
    const room = this.#rooms.visit(filter);
    if (!room) return 'full';
    await room.ready(READY_WITHIN_MS);
    return this.#cacheOf(room).get();
  }
}
