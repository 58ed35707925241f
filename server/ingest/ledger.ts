import { StaleEpochError, type Store } from '../store/store';
import type { PartitionLedger, StoredPosition } from './source';

/** The partition ledger over the store. Remembers each partition's epoch, so that a batch needs no look-up for it. */
export class Ledger implements PartitionLedger {
  readonly #store: Store;
  readonly #error: (text: string) => void;
  readonly #epochs = new Map<string, number>();

  /** `error` takes one line for each gap: what stood there is lost. */
  constructor(store: Store, error: (text: string) => void) {
    this.#store = store;
    this.#error = error;
  }

  async position(topic: string, partition: number): Promise<StoredPosition | null> {
    const position = await this.#store.position(topic, partition);
    if (position) this.#epochs.set(`${topic}/${partition}`, position.epoch);
    else this.#epochs.delete(`${topic}/${partition}`);
    return position;
  }

  async raiseEpoch(topic: string, partition: number, from: number | null): Promise<number> {
    const epoch = await this.#store.raiseEpoch(topic, partition, from);
    this.#epochs.set(`${topic}/${partition}`, epoch);
    return epoch;
  }

  async recordGap(topic: string, partition: number, firstMissing: number, nextOffset: number): Promise<void> {
    const epoch = await this.epoch(topic, partition);
    const lost = await this.#store.recordGap(topic, partition, epoch, firstMissing, nextOffset);
    if (lost === 0) return;
    this.#error(
      `${topic}/${partition}: ${lost} offsets below ${nextOffset} were gone before they could be read`,
    );
  }

  /** The epoch in force, begun when the partition was never seen. */
  async epoch(topic: string, partition: number): Promise<number> {
    const known = this.#epochs.get(`${topic}/${partition}`);
    if (known !== undefined) return known;
    const position = await this.position(topic, partition);
    return position?.epoch ?? (await this.raiseEpoch(topic, partition, null));
  }

  /** Another owner raised the epoch: ask the store next time. */
  forgetIfStale(error: unknown, topic: string, partition: number): void {
    if (error instanceof StaleEpochError) this.#epochs.delete(`${topic}/${partition}`);
  }
}
