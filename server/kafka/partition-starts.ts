import { fingerprint } from '../ingest/prepare';
import type { PartitionLedger, StoredPosition } from '../ingest/source';
import type { StartOffset, TopicPartition } from './assignment';
import type { KafkaConnection } from './connection';
import type { FetchedBatch } from './fetch-intake';
import { decideStart, type PartitionState } from './start-position';
import { topicBounds } from './topics';

/** A partition of which it is not known yet whether it still is the one that was stored. */
type Unproven = { readonly state: Omit<PartitionState, 'remade'>; readonly position: StoredPosition };

/**
 * From where the partitions of a topic are read, after each assignment: asks brokers and ledger, begins epochs and
 * records gaps. Where the record that was stored last is still there it is read once more, to prove that the topic is
 * the same (`prove`).
 */
export class PartitionStarts {
  readonly #connection: KafkaConnection;
  readonly #ledger: PartitionLedger;
  readonly #topic: string;
  readonly #groupId: string;
  readonly #unproven = new Map<number, Unproven>();

  constructor(connection: KafkaConnection, ledger: PartitionLedger, topic: string, groupId: string) {
    this.#connection = connection;
    this.#ledger = ledger;
    this.#topic = topic;
    this.#groupId = groupId;
  }

  /** The offsets to read from, for `GroupReader`. Rejects when brokers or ledger do not answer: ask again. */
  async offsets(assigned: readonly TopicPartition[]): Promise<StartOffset[]> {
    const topic = this.#topic;
    const { bounds, committed } = await this.#connection.withAdmin(async (admin) => {
      const [answer] = await admin.fetchOffsets({ groupId: this.#groupId, topics: [topic] });
      return {
        bounds: await topicBounds(admin, topic),
        committed: new Map(answer?.partitions.map(({ partition, offset }) => [partition, Number(offset)])),
      };
    });
    this.#unproven.clear();
    const starts: StartOffset[] = [];
    for (const { partition } of assigned) {
      const offsets = bounds.get(partition);
      if (!offsets) throw new Error(`${topic}/${partition} has no leader`);
      const own = committed.get(partition) ?? -1;
      const position = await this.#ledger.position(topic, partition);
      const state = { committed: own >= 0 ? own : null, ...offsets, position };
      if (position?.fingerprint && position.storedTo >= offsets.first && position.storedTo < offsets.next) {
        this.#unproven.set(partition, { state, position });
        starts.push({ topic, partition, offset: position.storedTo });
      } else
        starts.push({ topic, partition, offset: await this.#settle(partition, { ...state, remade: false }) });
    }
    return starts;
  }

  /** Whether the next batch of this partition is to be handed to `prove`. */
  isUnproven(partition: number): boolean {
    return this.#unproven.has(partition);
  }

  /** Compares the first record with the one that was stored last, and lets the reader go on from where it should. */
  async prove(batch: FetchedBatch): Promise<void> {
    const unproven = this.#unproven.get(batch.partition);
    if (!unproven) return;
    const { state, position } = unproven;
    const [record] = batch.records;
    // Retention or compaction may have taken the record since: then nothing speaks against it.
    const comparable = record?.offset === position.storedTo && record.unreadable === null;
    const [now, then] = [fingerprint(record), position.fingerprint];
    const remade = comparable && (now?.timestamp !== then?.timestamp || now?.crc !== then?.crc);
    if (remade)
      this.#connection.log.warn(
        `kafka: ${this.#topic}/${batch.partition} was made anew, reading it from its beginning`,
      );
    const offset = await this.#settle(batch.partition, { ...state, remade });
    this.#unproven.delete(batch.partition);
    batch.restartAt(offset);
  }

  /** Begins an epoch or records a gap, where there is one, and returns the offset to read from. */
  async #settle(partition: number, state: PartitionState): Promise<number> {
    const { offset, beginsEpoch, firstMissing } = decideStart(state);
    if (beginsEpoch) await this.#ledger.raiseEpoch(this.#topic, partition, state.position?.epoch ?? null);
    if (firstMissing !== null) await this.#ledger.recordGap(this.#topic, partition, firstMissing, offset);
    return offset;
  }
}
