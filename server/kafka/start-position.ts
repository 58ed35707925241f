import type { StoredPosition } from '../ingest/source';

/** What is known of a partition when it is assigned to us. */
export type PartitionState = {
  /** Next offset that our consumer group has committed; null when it has none. */
  readonly committed: number | null;
  /** Oldest offset that the broker still has, and the one that the next record will get. */
  readonly first: number;
  readonly next: number;
  /** What the store has taken in; null for a partition never seen. */
  readonly position: StoredPosition | null;
  /** True when the record at `storedTo` is known to be another one than the one that was stored. */
  readonly remade: boolean;
};

export type StartDecision = {
  /** The offset to read from. */
  readonly offset: number;
  /** The offsets belong to a new run: raise the epoch from the stored one (null: begin the first). */
  readonly beginsEpoch: boolean;
  /** First offset that was gone before it was read; the gap ends below `offset`. null: nothing is missing. */
  readonly firstMissing: number | null;
};

/**
 * Where to begin. The committed offset rules; what lies between it and the stored position comes again, so that it is
 * published again. Whatever cannot be read any more is a gap, never skipped silently. A log that ends below what was
 * stored is a topic made anew: a new epoch from its oldest record.
 */
export function decideStart({ committed, first, next, position, remade }: PartitionState): StartDecision {
  if (position === null) {
    const wanted = committed ?? first;
    // Beyond the end: committed in a topic that has been made anew since.
    const offset = wanted > next ? first : Math.max(wanted, first);
    return { offset, beginsEpoch: true, firstMissing: wanted < first ? wanted : null };
  }
  const unstored = position.storedTo + 1;
  if (remade || next < unstored) return { offset: first, beginsEpoch: true, firstMissing: null };
  const unpublished = Math.min(position.publishedTo + 1, unstored);
  const wanted = committed === null || committed > next ? unpublished : committed;
  const offset = Math.max(wanted, first);
  return { offset, beginsEpoch: false, firstMissing: offset > unstored ? unstored : null };
}
