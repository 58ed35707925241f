import { fingerprint, offsetRange } from '../../server/ingest/prepare';
import type { PartitionLedger, SourceBatch, StoredPosition } from '../../server/ingest/source';

/** A partition ledger in memory, and what it was told: for tests of sources without a store. */
export class MemoryLedger implements PartitionLedger {
  readonly positions = new Map<string, StoredPosition>();
  readonly gaps: { readonly partition: number; readonly first: number; readonly next: number }[] = [];
  /** When it is set, every call rejects with it: a database that is away. */
  failure: Error | null = null;

  async position(topic: string, partition: number): Promise<StoredPosition | null> {
    this.#check();
    return this.positions.get(`${topic}/${partition}`) ?? null;
  }

  async raiseEpoch(topic: string, partition: number, from: number | null): Promise<number> {
    this.#check();
    const key = `${topic}/${partition}`;
    const now = this.positions.get(key);
    // Compare and set: somebody else may have raised it.
    if ((now?.epoch ?? null) !== from) return now?.epoch ?? 0;
    this.positions.set(key, { epoch: (from ?? 0) + 1, storedTo: -1, publishedTo: -1 });
    return (from ?? 0) + 1;
  }

  async recordGap(topic: string, partition: number, firstMissing: number, nextOffset: number): Promise<void> {
    this.#check();
    this.gaps.push({ partition, first: firstMissing, next: nextOffset });
    const now = this.positions.get(`${topic}/${partition}`);
    if (now)
      this.positions.set(`${topic}/${partition}`, { ...now, storedTo: nextOffset - 1, fingerprint: null });
  }

  /** What the store would do with a batch: moves the position on. */
  accept(batch: SourceBatch): void {
    const key = `${batch.topic}/${batch.partition}`;
    const { last } = offsetRange(batch);
    const epoch = this.positions.get(key)?.epoch ?? 1;
    this.positions.set(key, {
      epoch,
      storedTo: last,
      publishedTo: last,
      fingerprint: batch.messages.at(-1)?.offset === last ? fingerprint(batch.messages.at(-1)) : null,
    });
  }

  #check(): void {
    if (this.failure) throw this.failure;
  }
}
