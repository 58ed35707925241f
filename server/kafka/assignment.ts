export type TopicPartition = { readonly topic: string; readonly partition: number };
export type StartOffset = TopicPartition & { readonly offset: number };

/** Where a partition is read. */
export type FetchPosition = {
  /** The offset that the next fetch is to begin at. */
  readonly next: number;
  /** Behind the last record: between the two lie markers of transactions and what was aborted. */
  readonly behind: number;
};

export const partitionKey = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`;

/** The partitions that the group has given us, how far each of them is fetched, and whether they are still ours. */
export class Assignment {
  /** Counts the assignments; a batch of an older one is stale. */
  #generation = 0;
  #partitions: readonly TopicPartition[] = [];
  /** The newest assignment that the brokers have taken back, and what they said: kafkajs joins again when it is told. */
  #revoked = 0;
  #revocation: unknown = null;
  /** By `partitionKey`; only partitions that we read now. */
  readonly positions = new Map<string, FetchPosition>();

  get generation(): number {
    return this.#generation;
  }

  get partitions(): readonly TopicPartition[] {
    return this.#partitions;
  }

  /** A new generation, of which no position is known yet. Returns its number. */
  begin(partitions: readonly TopicPartition[]): number {
    this.positions.clear();
    this.#revocation = null;
    this.#partitions = partitions;
    return ++this.#generation;
  }

  /** Nothing is ours any more. */
  end(): void {
    this.positions.clear();
    this.#revocation = null;
    this.#revoked = this.#generation;
  }

  isOver(generation: number): boolean {
    return generation !== this.#generation || generation <= this.#revoked;
  }

  /** Whether this is what the coordinator says when it takes a generation back; then it is over. */
  revokedBy(error: unknown, generation: number): boolean {
    if (!isRevocation(error)) return false;
    this.#revoked = Math.max(this.#revoked, generation);
    if (generation === this.#generation) this.#revocation = error;
    return true;
  }

  /** What the coordinator said, once; null where the generation of now was not taken back. */
  takeRevocation(): unknown {
    const revocation = this.#revocation;
    this.#revocation = null;
    return revocation;
  }
}

/** What the coordinator says to a member whose partitions are being given out anew. */
function isRevocation(error: unknown): boolean {
  const type = (error as { type?: unknown } | null)?.type;
  return (
    [
      'REBALANCE_IN_PROGRESS',
      'ILLEGAL_GENERATION',
      'UNKNOWN_MEMBER_ID',
      'NOT_COORDINATOR_FOR_GROUP',
    ].includes(String(type)) || (error as Error | null)?.name === 'KafkaJSMemberIdRequired'
  );
}
