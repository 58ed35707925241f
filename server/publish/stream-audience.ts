import type { LiveCursor } from '../../lib/live/cursor';
import type { ResetReason } from '../../lib/live/protocol';
import { type EventStream, eventOf, frameEvent } from './event-stream';
import type { FrameSource } from './frame-source';
import { countEncoded, countSent, type ViewerCounts } from './viewer-counts';

export type StreamAudienceOptions = {
  readonly source: FrameSource;
  readonly counts: ViewerCounts;
  readonly now: () => number;
};

const HOLD_MS = 10_000;

/**
 * The event streams that follow the same frames, each encoded once for all of them. One that does not keep up is sent nothing
 * more until it has taken what it has, then what it missed as one frame: it costs no more memory than that.
 */
export class StreamAudience {
  readonly #options: StreamAudienceOptions;
  readonly #streams = new Set<EventStream>();
  readonly #leave: readonly (() => void)[];

  constructor(options: StreamAudienceOptions) {
    this.#options = options;
    const { source } = options;
    this.#leave = [
      source.onFrame((frame, to) => this.#sendFrame(frame, to)),
      source.onStartOver(() => {
        for (const stream of this.#streams)
          if (stream.state === 'follows') this.#reset(stream, 'other_epoch');
      }),
    ];
  }

  get streams(): ReadonlySet<EventStream> {
    return this.#streams;
  }

  get source(): FrameSource {
    return this.#options.source;
  }

  enter(stream: EventStream): void {
    this.#streams.add(stream);
  }

  leave(stream: EventStream): void {
    this.#streams.delete(stream);
  }

  /** Brings it to where the live room stands. */
  resume(stream: EventStream): void {
    const { source, counts, now } = this.#options;
    const answer = source.resume(stream.at, stream.known);
    if (answer.kind === 'reset') this.#reset(stream, answer.reason);
    else if (answer.kind === 'hold') {
      if (stream.state === 'held') return;
      stream.state = 'held';
      stream.heldSince = now();
      counts.resumes.held++;
    } else {
      counts.resumes[answer.missed ? 'caught_up' : 'nothing_missed']++;
      stream.state = 'follows';
      this.#moveOn(stream, answer.missed?.frame ?? null, answer.at);
    }
  }

  #moveOn(stream: EventStream, frame: string | null, to: LiveCursor): void {
    if (frame !== null) stream.write(frameEvent(frame, to));
    stream.at = to;
    stream.known = this.#options.source.told;
  }

  #sendFrame(frame: string, to: LiveCursor): void {
    if (this.#streams.size === 0) return;
    const event = Buffer.from(frameEvent(frame, to));
    const { source, counts } = this.#options;
    const known = source.told;
    let viewers = 0;
    for (const stream of this.#streams) {
      if (stream.state === 'held') this.resume(stream);
      else if (stream.state === 'follows' && !stream.slow && stream.stuckSince === null) {
        stream.write(event);
        stream.at = to;
        stream.known = known;
        viewers++;
      }
    }
    countSent(counts, frame.length, viewers);
  }

  /** To be called every two seconds. Those that nobody looks at stand at the same cursor: what they get is encoded once. */
  tickSlowly(): void {
    const { source, counts } = this.#options;
    let last: string | null = null;
    for (const stream of this.#streams) {
      if (!stream.slow || stream.state !== 'follows' || stream.stuckSince !== null) continue;
      const answer = source.resume(stream.at, stream.known);
      if (answer.kind === 'reset') this.#reset(stream, answer.reason);
      if (answer.kind !== 'frame') continue;
      const frame = answer.missed?.frame ?? null;
      if (frame !== null) {
        if (frame !== last) countEncoded(counts, frame.length);
        countSent(counts, frame.length, 1);
        last = frame;
      }
      this.#moveOn(stream, frame, answer.at);
    }
  }

  /** To be called every second: nobody waits for ever. */
  check(): void {
    const now = this.#options.now();
    for (const stream of this.#streams)
      if (stream.state === 'held' && now - stream.heldSince > HOLD_MS) this.#reset(stream, 'too_old');
  }

  #reset(stream: EventStream, reason: ResetReason): void {
    this.#options.counts.resets[reason]++;
    stream.write(eventOf('reset', reason));
    stream.end();
  }

  stop(): void {
    for (const leave of this.#leave) leave();
    for (const stream of this.#streams) stream.end();
  }
}
