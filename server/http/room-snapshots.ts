import type { IncomingMessage } from 'node:http';
import type { RoomFilter } from '../../lib/live/room-filter';
import { oncePer } from '../../lib/memo';
import type { LiveRoom } from '../publish/live-room';
import type { LiveRooms, RoomRefused } from '../publish/live-rooms';
import { type EncodedSnapshot, SnapshotCache } from './snapshot-cache';

/** A room that has just been opened looks through the last events first. */
const READY_WITHIN_MS = 8_000;

/** The pictures of filtered rooms, each encoded once for all who ask within a second. */
export class RoomSnapshots {
  readonly #rooms: LiveRooms;
  readonly #addressOf: (request: IncomingMessage) => string;
  readonly #cacheOf: (room: LiveRoom) => SnapshotCache;

  /** `addressOf`: the one that limits hold for. */
  constructor(rooms: LiveRooms, addressOf: (request: IncomingMessage) => string, now: () => number) {
    this.#rooms = rooms;
    this.#addressOf = addressOf;
    this.#cacheOf = oncePer((room: LiveRoom) => new SnapshotCache(() => room.snapshot(), now));
  }

  /** null while the room has nothing to show yet. */
  async get(filter: RoomFilter, request: IncomingMessage): Promise<EncodedSnapshot | RoomRefused | null> {
    const room = this.#rooms.visit(filter, this.#addressOf(request));
    if (typeof room === 'string') return room;
    await room.ready(READY_WITHIN_MS);
    return this.#cacheOf(room).get();
  }
}
