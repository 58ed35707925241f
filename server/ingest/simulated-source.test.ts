import { describe, expect, test } from 'vitest';
import { CITIES } from '../../lib/simulation/cities';
import type { Networks } from '../../lib/simulation/networks';
import { MemoryLedger } from '../../tests/support/memory-ledger';
import { waitFor } from '../../tests/support/wait-for';
import { SimulatedSource, type SimulatedSourceOptions } from './simulated-source';
import type { BatchHandler, SourceBatch } from './source';

const networks: Networks = {
  cities: CITIES.slice(0, 200).map((city, index) => ({ city, prefixes: [`81.0.${index}`] })),
  vague: {},
};

type Sent = { readonly id: string; readonly ts: number };
const sent = (batch: SourceBatch): readonly Sent[] =>
  batch.messages.map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString()) as Sent);

/** A source with a handler that keeps its batches, on a clock that runs and can be moved on. */
function setUp(options: Partial<SimulatedSourceOptions> = {}) {
  const ledger = options.ledger instanceof MemoryLedger ? options.ledger : new MemoryLedger();
  const batches: SourceBatch[] = [];
  const fatal: Error[] = [];
  const clock = { ahead: 0 };
  const now = () => Date.now() + clock.ahead;
  const source = new SimulatedSource({ rate: 500, speed: 1, seed: 7, networks, ledger, now, ...options });
  const start = (before: BatchHandler = async () => {}) =>
    source.start(
      async (batch) => {
        await before(batch);
        batches.push(batch);
        ledger.accept(batch);
      },
      (error) => fatal.push(error),
    );
  return { source, start, batches, fatal, ledger, clock, now };
}

describe('SimulatedSource', () => {
  test('counts offsets from 0 and ends after as many events as it was told', async () => {
    const { source, start, batches, ledger } = setUp({ maxEvents: 300 });
    await start();
    await waitFor(() => ledger.positions.get('simulated/0')?.storedTo === 299, 'all events');
    await source.stop();
    const messages = batches.flatMap(({ messages: each }) => each);
    expect(messages.map(({ offset }) => offset)).toEqual(messages.map((_, index) => index));
    expect(batches.flatMap(sent).map(({ id }) => id)).toEqual(messages.map((_, index) => `sim-7-1-${index}`));
  });

  test('each start is a new run: another epoch, offsets from 0, other ids', async () => {
    const first = setUp({ maxEvents: 20 });
    await first.start();
    await waitFor(() => first.ledger.positions.get('simulated/0')?.storedTo === 19, 'the first run');
    await first.source.stop();
    const second = setUp({ maxEvents: 20, ledger: first.ledger });
    await second.start();
    await waitFor(() => second.batches.flatMap(sent).length === 20, 'the second run');
    await second.source.stop();
    expect(first.ledger.positions.get('simulated/0')).toMatchObject({ epoch: 2, storedTo: 19 });
    expect(second.batches[0]?.messages[0]?.offset).toBe(0);
    expect(second.batches.flatMap(sent)[0]?.id).toBe('sim-7-2-0');
  });

  test('never tells of the future', async () => {
    const { source, start, batches, now } = setUp();
    const late: number[] = [];
    await start(async (batch) => {
      late.push(...sent(batch).map(({ ts }) => now() - ts));
    });
    await waitFor(() => batches.length > 4, 'some batches');
    await source.stop();
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
  });

  test('a slow handler meets no backlog: what was missed happens later', async () => {
    const { source, start, batches, clock } = setUp();
    await start(async () => {
      // Each batch takes a minute, in which 30,000 events would have been due.
      clock.ahead += 60_000;
    });
    await waitFor(() => batches.length >= 4, 'four batches');
    await source.stop();
    for (const batch of batches.slice(1)) {
      expect(batch.messages.length).toBeLessThan(500);
      const newest = Math.max(...sent(batch).map(({ ts }) => ts));
      expect((batch.messages[0]?.timestamp ?? 0) - newest).toBeLessThan(1_000);
    }
  });

  test('a clock that is set back does not stop the stream', async () => {
    const { source, start, batches, clock } = setUp();
    await start();
    await waitFor(() => batches.length > 0, 'a batch');
    clock.ahead -= 3_600_000;
    const before = batches.length;
    await waitFor(() => batches.length > before + 2, 'more batches');
    await source.stop();
  });

  test('a batch that was refused comes again as it was', async () => {
    const { source, start, batches } = setUp({ maxEvents: 50 });
    const tries: string[] = [];
    await start(async (batch) => {
      tries.push(JSON.stringify(sent(batch)));
      if (tries.length === 1) throw new Error('away');
    });
    await waitFor(() => batches.length > 0, 'the second try');
    await source.stop();
    expect(tries[1]).toBe(tries[0]);
    expect(batches[0]?.messages[0]?.offset).toBe(0);
  });

  test('says so when another process simulates into the same database', async () => {
    const { source, start, fatal, ledger } = setUp();
    await start(async () => {
      await ledger.raiseEpoch('simulated', 0, ledger.positions.get('simulated/0')?.epoch ?? null);
      throw new Error('stale');
    });
    await waitFor(() => fatal.length > 0, 'the end');
    await source.stop();
    expect(fatal[0]?.message).toContain('another process simulates');
  });

  test('a batch that is running at the stop is finished', async () => {
    const { source, start, batches } = setUp();
    const { promise, resolve } = deferred();
    let running = false;
    await start(() => {
      running = true;
      return promise;
    });
    await waitFor(() => running, 'a running batch');
    const stopped = source.stop();
    expect(batches.length).toBe(0);
    resolve();
    await stopped;
    expect(batches.length).toBe(1);
  });

  test.each([
    [{ rate: 60, speed: 1 }, 'simulated, 60 events/s, seed 7'],
    [{ rate: 5, speed: 60 }, 'simulated, 5 events/s, seed 7, the day at 60×'],
  ])('%j: %s', (options, text) => {
    expect(setUp(options).source.describe()).toBe(text);
  });
});

function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
