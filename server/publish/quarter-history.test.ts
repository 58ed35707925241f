import { expect, test } from 'vitest';
import type { EngagementBucket } from '../store/store';
import { QuarterHistory } from './quarter-history';
import { QUARTER_MS } from './repin-quarters';

const BEFORE = 1_790_000_010_000;
const RUNNING = BEFORE - (BEFORE % QUARTER_MS);

/** Answers with the spans that it is asked for, when it is let. */
function spanStore(answers: (asked: number) => Promise<void> | void = () => {}) {
  const spans: (readonly [number, number])[] = [];
  const engagement = async (from: number, to: number): Promise<readonly EngagementBucket[]> => {
    spans.push([from, to]);
    await answers(spans.length);
    return [{ start: from, pin: 0, repin: 1, comment: 0, login: 0 }];
  };
  return { spans, engagement };
}

test('reads a hundred quarters without a gap, an hour at a time, the newest first', async () => {
  const store = spanStore();
  const taken: EngagementBucket[] = [];
  await new QuarterHistory({ store, before: BEFORE, take: (buckets) => taken.push(...buckets) }).within(
    60_000,
  );
  expect(store.spans).toHaveLength(25);
  expect(store.spans[0]).toEqual([RUNNING - 3 * QUARTER_MS, BEFORE]);
  for (const [index, [from, to]] of store.spans.entries())
    if (index > 0) expect([to, to - from]).toEqual([store.spans[index - 1]?.[0], 4 * QUARTER_MS]);
  expect(store.spans.at(-1)?.[0]).toBe(RUNNING - 99 * QUARTER_MS);
  expect(taken).toHaveLength(25);
});

test('nobody has to wait for a store that takes its time, and what it does not answer is asked again', async () => {
  let letGo = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  const store = spanStore((asked) => {
    if (asked === 2) throw new Error('away');
    return asked === 3 ? held : undefined;
  });
  const taken: EngagementBucket[] = [];
  const history = new QuarterHistory({
    store,
    before: BEFORE,
    take: (buckets) => taken.push(...buckets),
    retryMs: 1,
  });
  await history.within(20);
  expect(taken.length).toBeLessThan(25);
  letGo();
  await history.within(60_000);
  expect(taken).toHaveLength(25);
  expect(new Set(taken.map(({ start }) => start)).size).toBe(25);
});

test('stopped, it takes no more', async () => {
  let letGo = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  const store = spanStore(() => held);
  const taken: EngagementBucket[] = [];
  const history = new QuarterHistory({ store, before: BEFORE, take: (buckets) => taken.push(...buckets) });
  history.stop();
  letGo();
  await history.within(60_000);
  expect([taken.length, store.spans.length]).toEqual([0, 1]);
});
