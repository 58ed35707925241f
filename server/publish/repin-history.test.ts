import { expect, test } from 'vitest';
import type { RepinCount, RepinSpan } from '../store/store';
import { RepinHistory, type RepinHistoryOptions } from './repin-history';
import { QUARTER_MS } from './repin-quarters';

const AT = 1_790_000_010_000;
const RUNNING = AT - (AT % QUARTER_MS);
const FROM = RUNNING - 99 * QUARTER_MS;

/** Answers with one repin in each of the spans that it is asked for, when it is let. */
function spanStore(answers: (asked: number) => Promise<void> | void = () => {}) {
  const spans: RepinSpan[] = [];
  const repinCounts = async (span: RepinSpan): Promise<readonly RepinCount[]> => {
    spans.push(span);
    await answers(spans.length);
    return [{ start: span.from, repins: 1 }];
  };
  return { spans, repinCounts, oldestEventAt: async (): Promise<number | null> => FROM + 5 };
}

function begin(store: RepinHistoryOptions['store'], repins: number) {
  const taken: RepinCount[] = [];
  const told: (string | number | null)[] = [];
  const history = new RepinHistory({
    store,
    upTo: [],
    repins,
    at: AT,
    take: (counts) => taken.push(...counts),
    onHour: () => told.push('hour'),
    onDay: (since) => told.push(since),
    retryMs: 1,
  });
  return { history, taken, told };
}

test('reads a hundred quarters without a gap, an hour and more at a time, the newest first', async () => {
  const store = spanStore();
  const { history, taken, told } = begin(store, 20);
  await history.dayWithin(60_000);
  expect(store.spans).toHaveLength(20);
  expect(store.spans[0]).toEqual({ from: RUNNING - 4 * QUARTER_MS, to: null, stepMs: 60_000 });
  for (const [index, { from, to }] of store.spans.entries())
    if (index > 0) expect([to, (to ?? 0) - from]).toEqual([store.spans[index - 1]?.from, 5 * QUARTER_MS]);
  expect(store.spans.at(-1)?.from).toBe(FROM);
  expect(taken).toHaveLength(20);
  expect(told).toEqual(['hour', null]);
});

test.each([
  ['begins with the oldest event, where more was counted than is there', 21, async () => FROM + 5, FROM + 5],
  ['begins now, where nothing is left of what was counted', 21, async () => null, AT],
  ['is whole, where all that was counted is there', 20, async () => FROM + 5, null],
])('the day %s', async (_name, repins, oldestEventAt, since) => {
  const { history, told } = begin({ ...spanStore(), oldestEventAt }, repins);
  await history.dayWithin(60_000);
  expect(told).toEqual(['hour', since]);
});

test('nobody has to wait for a store that takes its time; what it does not answer is asked again, in small', async () => {
  let letGo = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  const store = spanStore((asked) => {
    if (asked === 1) throw new Error('away');
    return asked === 7 ? held : undefined;
  });
  const { history, taken, told } = begin(store, 0);
  await history.hourWithin(60_000);
  expect(told).toEqual(['hour']);
  await history.dayWithin(20);
  expect(taken).toHaveLength(5);
  letGo();
  await history.dayWithin(60_000);
  expect(taken).toHaveLength(100);
  expect(new Set(taken.map(({ start }) => start)).size).toBe(100);
  expect(told).toEqual(['hour', null]);
});

test('stopped, it takes no more, and waits for no second try', async () => {
  const store = spanStore(() => {
    throw new Error('away');
  });
  const taken: RepinCount[] = [];
  const history = new RepinHistory({
    store,
    upTo: [],
    repins: 1,
    at: AT,
    take: (counts) => taken.push(...counts),
    onHour: () => {},
    onDay: () => {},
    retryMs: 3_600_000,
  });
  await new Promise((turn) => setTimeout(turn, 0));
  history.stop();
  await history.dayWithin(60_000);
  await history.hourWithin(60_000);
  expect([taken.length, store.spans.length]).toEqual([0, 1]);
});
