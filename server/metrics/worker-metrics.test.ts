import { describe, expect, test } from 'vitest';
import type { BatchTimes } from '../ingest/pipeline-observer';
import type { SourceBatch } from '../ingest/source';
import type { DeadLetter, DeadLetterReason, StoreOutcome } from '../store/store';
import { MetricsRegistry } from './registry';
import { WorkerMetrics } from './worker-metrics';

const T = 1_790_000_000_000;
const TIMES: BatchTimes = { taken: T, decoded: T + 4, enriched: T + 9, stored: T + 40, published: T + 45 };
const NOTHING: StoreOutcome = {
  publishable: [],
  inserted: 0,
  redelivered: 0,
  duplicates: 0,
  filtered: 0,
  deadLetters: 0,
};

function aBatch(partition: number, first: number, count: number, highWatermark: number): SourceBatch {
  const messages = Array.from({ length: count }, (_, at) => ({
    offset: first + at,
    timestamp: T - 10_000 + (first + at) * 1_000,
    key: null,
    value: new Uint8Array(),
    headers: {},
  }));
  return {
    topic: 'engagement',
    partition,
    messages,
    highWatermark,
    heartbeat: async () => {},
    isStale: () => false,
  };
}

const letters = (...reasons: DeadLetterReason[]) =>
  reasons.map((reason, offset) => ({ reason, offset }) as DeadLetter);

async function told(registry: MetricsRegistry, pattern: RegExp): Promise<Record<string, number>> {
  const lines = (await registry.text()).split('\n').filter((line) => pattern.test(line));
  return Object.fromEntries(
    lines
      .filter((line) => !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

function watched(reading: () => ReadonlySet<string> | null, now = () => T) {
  const registry = new MetricsRegistry('worker');
  const metrics = new WorkerMetrics(registry);
  const pipeline = {
    counts: {
      consumed: 0,
      inserted: 0,
      redelivered: 0,
      duplicates: 0,
      filtered: 0,
      deadLetters: 0,
      published: 0,
      storeRetries: 0,
    },
    lastBatchAt: 0,
    waitingFor: () => null,
  };
  metrics.watch(
    { pipeline, counts: () => ({}), reading } as unknown as Parameters<typeof metrics.watch>[0],
    now,
  );
  return { registry, metrics };
}

describe('dead letters by reason', () => {
  const cases: readonly [string, DeadLetter[], number, Record<string, number>][] = [
    ['all of them new', letters('not_json', 'empty'), 2, { not_json: 1, empty: 1 }],
    ['all of them again', letters('not_json', 'empty'), 0, {}],
    ['the first ones again', letters('not_json', 'empty', 'empty'), 1, { empty: 1 }],
    ['one refused by the store on top', letters('not_json'), 2, { not_json: 1, refused_by_store: 1 }],
  ];
  test.each(cases)('%s', async (_name, refused, tallied, expected) => {
    const registry = new MetricsRegistry('worker');
    const batch = aBatch(0, 0, 3, 3);
    const outcome = { ...NOTHING, deadLetters: tallied };
    new WorkerMetrics(registry).batchHandled({ batch, refused, events: [], outcome, times: TIMES });
    const counts = await told(registry, /dead_letters_total\{.*[1-9]$/);
    const wanted = Object.entries(expected).map(([reason, count]) => [
      `repin_globe_dead_letters_total{reason="${reason}"}`,
      count,
    ]);
    expect(counts).toEqual(Object.fromEntries(wanted));
    registry.close();
  });
});

describe('times of a batch', () => {
  test('steps one after the other, latency from the append of its oldest record', async () => {
    const registry = new MetricsRegistry('worker');
    const outcome = { ...NOTHING, inserted: 3 };
    const metrics = new WorkerMetrics(registry);
    metrics.batchHandled({ batch: aBatch(0, 0, 3, 3), refused: [], events: [], outcome, times: TIMES });
    const sums = await told(registry, /^repin_globe_(batch_step|latency)_seconds_sum|batch_rows_sum/);
    const rounded = Object.entries(sums).map(([name, value]) => [name, Number(value.toFixed(6))]);
    expect(Object.fromEntries(rounded)).toEqual({
      repin_globe_batch_rows_sum: 3,
      'repin_globe_batch_step_seconds_sum{step="decode"}': 0.004,
      'repin_globe_batch_step_seconds_sum{step="enrich"}': 0.005,
      'repin_globe_batch_step_seconds_sum{step="store"}': 0.031,
      'repin_globe_batch_step_seconds_sum{step="publish"}': 0.005,
      'repin_globe_latency_seconds_sum{stage="taken"}': 10,
      'repin_globe_latency_seconds_sum{stage="decoded"}': 10.004,
      'repin_globe_latency_seconds_sum{stage="stored"}': 10.04,
      'repin_globe_latency_seconds_sum{stage="published"}': 10.045,
    });
    registry.close();
  });
});

describe('lag', () => {
  const lag = /^repin_globe_lag/;
  const label = (partition: number) => `{topic="engagement",partition="${partition}"}`;

  test('what is under way counts, and grows old while it is stuck', async () => {
    let now = T;
    const { registry, metrics } = watched(
      () => null,
      () => now,
    );
    metrics.batchTaken(aBatch(3, 5, 5, 20));
    expect(await told(registry, lag)).toEqual({
      [`repin_globe_lag_records${label(3)}`]: 15,
      [`repin_globe_lag_seconds${label(3)}`]: 5,
    });
    now += 60_000;
    expect(await told(registry, /^repin_globe_lag_seconds/)).toEqual({
      [`repin_globe_lag_seconds${label(3)}`]: 65,
    });
    registry.close();
  });

  test('after a batch: what is behind it; nothing behind is 0 s, however long ago', async () => {
    const { registry, metrics } = watched(
      () => null,
      () => T + 3_600_000,
    );
    const [behind, done] = [aBatch(0, 0, 8, 10), aBatch(1, 0, 10, 10)];
    for (const batch of [behind, done])
      metrics.batchHandled({ batch, refused: [], events: [], outcome: NOTHING, times: TIMES });
    expect(await told(registry, lag)).toEqual({
      [`repin_globe_lag_records${label(0)}`]: 2,
      [`repin_globe_lag_records${label(1)}`]: 0,
      [`repin_globe_lag_seconds${label(0)}`]: 3_603,
      [`repin_globe_lag_seconds${label(1)}`]: 0,
    });
    registry.close();
  });

  test('a partition that went to another worker is told no more', async () => {
    let reading = new Set(['engagement/0', 'engagement/1']);
    const { registry, metrics } = watched(() => reading);
    for (const partition of [0, 1]) metrics.batchTaken(aBatch(partition, 0, 5, 5));
    expect(Object.keys(await told(registry, lag))).toHaveLength(4);
    reading = new Set(['engagement/1']);
    expect(Object.keys(await told(registry, lag))).toEqual([
      `repin_globe_lag_records${label(1)}`,
      `repin_globe_lag_seconds${label(1)}`,
    ]);
    expect(await told(registry, /partitions_read/)).toEqual({ repin_globe_partitions_read: 1 });
    registry.close();
  });
});
