import type { SourceBatch } from '../ingest/source';
import type { MetricsRegistry } from './registry';

type Standing = {
  readonly topic: string;
  readonly partition: number;
  /** Records that are there and not handled. */
  records: number;
  /** Kafka's time of the oldest of them, as far as it is known; epoch ms. */
  oldest: number;
};

/** How far behind each partition is. A batch that is under way counts, so that a stuck one is seen to grow old. */
export class Lag {
  readonly #standings = new Map<string, Standing>();

  taken({ topic, partition, messages, unreadable, highWatermark }: SourceBatch): void {
    const first = messages[0]?.offset ?? unreadable?.[0]?.firstOffset;
    if (first === undefined) return;
    this.#stand(topic, partition, highWatermark - first, messages[0]?.timestamp);
  }

  handled({ topic, partition, messages, unreadable, highWatermark }: SourceBatch): void {
    const last = Math.max(messages.at(-1)?.offset ?? -1, unreadable?.at(-1)?.lastOffset ?? -1);
    // The next one is no older than the last one that was handled.
    this.#stand(topic, partition, highWatermark - last - 1, messages.at(-1)?.timestamp);
  }

  #stand(topic: string, partition: number, records: number, timestamp: number | undefined): void {
    const key = `${topic}/${partition}`;
    const standing = this.#standings.get(key) ?? { topic, partition, records: 0, oldest: 0 };
    standing.records = Math.max(records, 0);
    if (timestamp !== undefined) standing.oldest = timestamp;
    this.#standings.set(key, standing);
  }

  /** `reading`: what this worker reads now, as `topic/partition`; null when all is its own for ever. */
  tell(registry: MetricsRegistry, reading: ReadonlySet<string> | null, now: number): void {
    registry.clear('repin_globe_lag_records');
    registry.clear('repin_globe_lag_seconds');
    for (const [key, { topic, partition, records, oldest }] of this.#standings) {
      // Its new owner tells it from now on.
      if (reading !== null && !reading.has(key)) this.#standings.delete(key);
      else {
        registry.set('repin_globe_lag_records', { topic, partition }, records);
        const seconds = records === 0 || oldest === 0 ? 0 : Math.max(now - oldest, 0) / 1_000;
        registry.set('repin_globe_lag_seconds', { topic, partition }, seconds);
      }
    }
    registry.set('repin_globe_partitions_read', {}, reading?.size ?? this.#standings.size);
  }
}
