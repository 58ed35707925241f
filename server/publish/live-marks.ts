import type { LiveBatch, LiveEvent } from '../../lib/live/batch';
import type { Position } from '../store/store';

type Mark = { epoch: number; offset: number };

const isAbove = (epoch: number, offset: number, mark: Mark | undefined) =>
  !mark || epoch > mark.epoch || (epoch === mark.epoch && offset > mark.offset);

/**
 * High-water marks per source partition. The live log is at least once: a worker that died after publishing, or lost its
 * partition while it published, makes messages that overlap in part. So repeats are dropped event by event, never
 * message by message.
 */
export class LiveMarks {
  readonly #marks = new Map<string, Mark>();

  /** Marks at what a consistent read of the store has counted. */
  static at(positions: readonly Position[]): LiveMarks {
    const marks = new LiveMarks();
    for (const { topic, partition, epoch, storedTo } of positions)
      marks.#marks.set(`${topic}/${partition}`, { epoch, offset: storedTo });
    return marks;
  }

  /**
   * Marks at what was known to be published: a lower bound of what the log holds, or held. A partition of which nothing
   * is known gets none.
   */
  static published(positions: readonly Position[]): LiveMarks {
    const marks = new LiveMarks();
    for (const { topic, partition, epoch, publishedTo } of positions)
      if (publishedTo >= 0) marks.#marks.set(`${topic}/${partition}`, { epoch, offset: publishedTo });
    return marks;
  }

  /** Moves each mark up to the other's where that one is higher. */
  raiseTo(other: LiveMarks): void {
    for (const [key, mark] of other.#marks)
      if (isAbove(mark.epoch, mark.offset, this.#marks.get(key))) this.#marks.set(key, mark);
  }

  /** Indices of the events that were not seen before; the mark moves to the last of them. */
  takeNew(batch: LiveBatch): readonly number[] {
    const key = `${batch.topic}/${batch.partition}`;
    const mark = this.#marks.get(key);
    const fresh: number[] = [];
    for (const [index, { offset }] of batch.events.entries())
      if (isAbove(batch.epoch, offset, mark)) fresh.push(index);
    const last = batch.events[fresh.at(-1) ?? -1];
    if (last) this.#marks.set(key, { epoch: batch.epoch, offset: last.offset });
    return fresh;
  }

  /** Tells for the events of this batch which of them lie above the mark, which stays where it is. */
  above(batch: LiveBatch): (event: LiveEvent) => boolean {
    const mark = this.#marks.get(`${batch.topic}/${batch.partition}`);
    return ({ offset }) => isAbove(batch.epoch, offset, mark);
  }
}
