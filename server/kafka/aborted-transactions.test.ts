import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbortedTransactions } from './aborted-transactions';

/** What one producer does next; one that has no transaction begins one. */
const step = fc.record({
  producer: fc.integer({ min: 0, max: 3 }),
  does: fc.constantFrom('write', 'write', 'write', 'plain', 'commit', 'abort'),
});
type Entry = {
  readonly producerId: string;
  readonly inTransaction: boolean;
  readonly firstOffset: number;
  readonly isMarker: boolean;
  readonly transaction: number | null;
};

/** A log, told by brute force: which transaction each batch belongs to, and how each ended. */
function logOf(steps: readonly { producer: number; does: string }[]) {
  const log: Entry[] = [];
  const open = new Map<string, number>();
  const aborted: { producerId: string; firstOffset: number; end: number; transaction: number }[] = [];
  const begun: number[] = [];
  for (const { producer, does } of steps) {
    const [producerId, firstOffset] = [String(producer), log.length];
    const transaction = open.get(producerId);
    if (does === 'plain')
      log.push({ producerId: '-1', inTransaction: false, firstOffset, isMarker: false, transaction: null });
    else if (does === 'write') {
      if (transaction === undefined) open.set(producerId, begun.push(firstOffset) - 1);
      const of = open.get(producerId) ?? null;
      log.push({ producerId, inTransaction: true, firstOffset, isMarker: false, transaction: of });
    } else if (transaction !== undefined) {
      log.push({ producerId, inTransaction: true, firstOffset, isMarker: true, transaction });
      open.delete(producerId);
      if (does === 'abort')
        aborted.push({ producerId, firstOffset: begun[transaction] ?? 0, end: firstOffset, transaction });
    }
  }
  const lastStable = Math.min(log.length, ...[...open.values()].map((of) => begun[of] ?? 0));
  return { log, aborted, lastStable };
}

describe('the filter of aborted transactions', () => {
  it('shows what is committed, wherever a fetch begins and in whatever order the broker lists', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.nat(),
        fc.infiniteStream(fc.nat()),
        (steps, at, order) => {
          const { log, aborted, lastStable } = logOf(steps);
          const from = lastStable === 0 ? 0 : at % lastStable;
          const listed = aborted
            .filter(({ end }) => end >= from)
            .map((one) => ({ one, by: order.next().value ?? 0 }))
            .sort((a, b) => a.by - b.by)
            .map(({ one }) => one);
          const never = new Set(aborted.map(({ transaction }) => transaction));
          const fetched = log.slice(from, lastStable);
          const filter = new AbortedTransactions(listed);
          const seen = fetched.filter((batch) => {
            if (!batch.isMarker) return !filter.has(batch);
            filter.end(batch);
            return false;
          });
          expect(seen).toEqual(
            fetched.filter(
              ({ isMarker, transaction }) => !isMarker && (transaction === null || !never.has(transaction)),
            ),
          );
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
