import type { LiveCursor } from '../../lib/live/cursor';
import type { BookMark } from '../../lib/live/place-book';
import type { FrameSource } from './frame-source';

/** A viewer that nobody looks at gets a frame this often. */
export const SLOW_EVERY_MS = 2_000;

/** What the room asks of a socket. */
export type SlowSocket = {
  readonly rooms: ReadonlySet<string>;
  join(room: string): unknown;
  leave(room: string): unknown;
};

export type SlowRoomOptions = {
  readonly hub: Pick<FrameSource, 'resume' | 'sentTo' | 'told'>;
  readonly liveRoom: string;
  readonly room: string;
  readonly isEmpty: () => boolean;
  readonly send: (frame: string) => void;
  readonly reset: () => void;
};

/**
 * The room of hidden tabs: one frame in two seconds, encoded once for all of them. Who asks for it stays in the live room
 * until the two stand at the same cursor, so that nothing is missed and nothing comes twice; who leaves it resumes from
 * its cursor.
 */
export class SlowRoom {
  readonly #options: SlowRoomOptions;
  readonly #asking = new Set<SlowSocket>();
  #at: LiveCursor | null = null;
  #told: BookMark | null = null;

  constructor(options: SlowRoomOptions) {
    this.#options = options;
  }

  ask(socket: SlowSocket): void {
    if (socket.rooms.has(this.#options.liveRoom)) this.#asking.add(socket);
  }

  /** To be called when a socket is looked at again, or is gone. */
  leave(socket: SlowSocket): void {
    this.#asking.delete(socket);
    if (socket.rooms.has(this.#options.room)) socket.leave(this.#options.room);
  }

  /** To be called every two seconds, and never within a tick of the hub. */
  tick(): void {
    const { hub, room, liveRoom, isEmpty, send, reset } = this.#options;
    const to = hub.sentTo;
    if (!to) return;
    if (this.#at && !isEmpty()) {
      const answer = hub.resume(this.#at, this.#told);
      if (answer.kind === 'frame' && answer.missed) send(answer.missed.frame);
      else if (answer.kind === 'reset') reset();
    }
    // The catch-up may have told more of the book than the live room knows: both know at least so much.
    this.#at = to;
    this.#told = hub.told;
    for (const socket of this.#asking) {
      if (!socket.rooms.has(liveRoom)) continue;
      socket.leave(liveRoom);
      socket.join(room);
    }
    this.#asking.clear();
  }
}
