import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { samplesOf } from '../../tests/support/prometheus';
import { METRICS, type MetricName, PROCESS_METRICS } from './catalog';
import { MetricsRegistry } from './registry';

const names = async (registry: MetricsRegistry) =>
  new Set((await registry.text()).split('\n').flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []));

describe('the metrics of a process', () => {
  test.each(['worker', 'web', 'all'] as const)('%s: its own ones and no others', async (role) => {
    const registry = new MetricsRegistry(role);
    const told = await names(registry);
    registry.close();
    for (const [name, spec] of Object.entries(METRICS))
      expect([name, told.has(name)]).toEqual([
        name,
        role === 'all' || spec.role === 'all' || spec.role === role,
      ]);
    for (const name of told)
      expect(name in METRICS || name in PROCESS_METRICS ? 'known' : name).toBe('known');
  });

  test('process and event loop are really measured', async () => {
    const registry = new MetricsRegistry('web');
    const measured = Object.keys(PROCESS_METRICS).filter(
      // A lag can be nothing at all, and a collection may not have come yet.
      (name) => name !== 'nodejs_gc_duration_seconds' && name !== 'nodejs_eventloop_lag_seconds',
    );
    // The system counts the time in it by ticks of its clock, so it is 0 until one has fallen into a call; and the lags
    // begin anew with each reading. So call, and note what was more than 0 once.
    const seen = new Set<string>();
    const read = async () => {
      readFileSync(import.meta.filename);
      for (const { name, value } of samplesOf(await registry.text())) if (value > 0) seen.add(name);
      return measured.filter((name) => !seen.has(name));
    };
    await expect.poll(read, { timeout: 20_000, interval: 30 }).toEqual([]);
    registry.close();
  });

  test('labels are a closed set, and none is a user, a pin, a board or an address', () => {
    const labels = new Map<string, Set<string>>();
    for (const { labels: own } of Object.values(METRICS))
      for (const [label, values] of Object.entries(own)) {
        const known = labels.get(label) ?? new Set();
        for (const value of typeof values === 'string' ? [`<${values}>`] : values) known.add(value);
        labels.set(label, known);
      }
    expect(Object.fromEntries([...labels].map(([label, values]) => [label, [...values].sort()]))).toEqual({
      answer: [
        'caught_up',
        'database',
        'held',
        'lookup',
        'memory',
        'none',
        'nothing_missed',
        'placeholder',
        'resolver',
        'stream',
      ],
      partition: ['<partition>'],
      precision: ['city', 'country', 'none', 'region'],
      reason: [
        'address',
        'bad_field',
        'empty',
        'full',
        'malformed',
        'missing_field',
        'nameless',
        'not_an_event',
        'not_json',
        'not_utf8',
        'origin',
        'other_epoch',
        'oversized',
        'rate',
        'refused_by_store',
        'slow',
        'talkative',
        'too_large',
        'too_old',
        'ts_out_of_range',
        'unknown_type',
        'unreadable_batch',
        'unsupported_format',
      ],
      stage: ['decoded', 'published', 'stored', 'taken'],
      step: ['decode', 'enrich', 'publish', 'store'],
      topic: ['<topic>'],
      transport: ['sse', 'websocket'],
      type: ['comment', 'login', 'pin', 'repin'],
    });
  });

  test('each kind is told from the start, at 0', async () => {
    const registry = new MetricsRegistry('all');
    const told = samplesOf(await registry.text());
    registry.close();
    for (const [name, { kind, labels }] of Object.entries(METRICS)) {
      if (kind !== 'counter') continue;
      const combinations = Object.values(labels).reduce((count, values) => count * values.length, 1);
      const own = told.filter((sample) => sample.name === name);
      expect([name, own.length, own.every(({ value }) => value === 0)]).toEqual([name, combinations, true]);
    }
  });

  test('a total that is read elsewhere is told as it stands, and never falls', async () => {
    const registry = new MetricsRegistry('worker');
    const value = async () =>
      samplesOf(await registry.text()).find(({ name }) => name === 'repin_globe_consumed_total')?.value;
    registry.total('repin_globe_consumed_total', {}, 7);
    expect(await value()).toBe(7);
    registry.total('repin_globe_consumed_total', {}, 9);
    expect(await value()).toBe(9);
    registry.total('repin_globe_consumed_total', {}, 8);
    expect(await value()).toBe(9);
    registry.close();
  });

  test('what another role tells is not told, and asking for it does no harm', async () => {
    const registry = new MetricsRegistry('web');
    registry.total('repin_globe_consumed_total', {}, 7);
    registry.observe('repin_globe_batch_rows', {}, 7);
    registry.set('repin_globe_store_waiting', {}, 1);
    expect(await registry.text()).not.toMatch(/consumed|batch_rows|store_waiting/);
    registry.close();
  });

  test('a label that is not in the catalogue does not compile', () => {
    const registry = new MetricsRegistry('worker');
    // @ts-expect-error no such reason
    registry.add('repin_globe_dead_letters_total', { reason: 'bad_luck' }, 0);
    // @ts-expect-error no such label
    registry.add('repin_globe_consumed_total', { user: 'u-1' }, 0);
    // @ts-expect-error a gauge is not counted up
    registry.add('repin_globe_ready', {}, 0);
    registry.close();
  });

  test('names end in their unit, and a counter in _total', () => {
    for (const name of Object.keys(METRICS) as MetricName[])
      expect([name, name.endsWith('_total')]).toEqual([name, METRICS[name].kind === 'counter']);
  });
});
