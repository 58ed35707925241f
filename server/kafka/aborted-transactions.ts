/** A transaction that the broker says was aborted, of those that a fetch may have met. */
export type AbortedTransaction = { readonly producerId: string; readonly firstOffset: number };

/** What the filter has to know of a record batch. */
type BatchOfProducer = {
  readonly producerId: string;
  readonly inTransaction: boolean;
  readonly firstOffset: number;
};

/**
 * Which batches of one partition of a fetch belong to aborted transactions, as read_committed has it. The broker lists
 * them by their end, kafkajs takes that for their start: here each producer has its own, by start. Batches are to come
 * in the order of the log.
 */
export class AbortedTransactions {
  /** First offsets by producer, ascending; the first one is under way, or the next. */
  readonly #starts = new Map<string, number[]>();

  constructor(list: readonly AbortedTransaction[]) {
    for (const { producerId, firstOffset } of list) {
      const starts = this.#starts.get(producerId);
      if (starts) starts.push(firstOffset);
      else this.#starts.set(producerId, [firstOffset]);
    }
    for (const starts of this.#starts.values()) starts.sort((one, other) => one - other);
  }

  /** Whether nobody may see what this batch holds. */
  has({ producerId, inTransaction, firstOffset }: BatchOfProducer): boolean {
    return inTransaction && this.#isUnderWay(producerId, firstOffset);
  }

  /** A commit or abort marker of this producer: what it does next belongs to another transaction. */
  end({ producerId, inTransaction, firstOffset }: BatchOfProducer): void {
    if (inTransaction && this.#isUnderWay(producerId, firstOffset)) this.#starts.get(producerId)?.shift();
  }

  #isUnderWay(producerId: string, offset: number): boolean {
    const start = this.#starts.get(producerId)?.[0];
    return start !== undefined && start <= offset;
  }
}
