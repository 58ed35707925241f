import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { CITIES } from '../../lib/simulation/cities';
import { Simulation } from '../../lib/simulation/simulation';
import { EventFeed, type EventFeedOptions } from './event-feed';
import type { EventSink, OutgoingEvent } from './event-sink';
import { NdjsonSink } from './ndjson-sink';

const networks = {
  cities: CITIES.slice(0, 50).map((city, index) => ({ city, prefixes: [`81.0.${index}`] })),
  vague: {},
};

function setUp(append: EventSink['append'], options: Partial<EventFeedOptions> = {}) {
  const stop = new AbortController();
  const failures: string[] = [];
  const simulation = new Simulation({ seed: 1, run: 1, rate: 50_000, startTime: Date.now(), networks });
  const feed = new EventFeed({
    simulation,
    sink: { append, describe: () => 'a test' },
    count: 5_000,
    now: Date.now,
    signal: stop.signal,
    onFailure: (error) => failures.push(error.message),
    ...options,
  });
  return { feed, stop, failures };
}
const idOf = ({ value }: OutgoingEvent) => (JSON.parse(Buffer.from(value).toString()) as { id: string }).id;

describe('EventFeed', () => {
  test('sends as many as it was told, in order, one append at a time', async () => {
    const ids: string[] = [];
    let [underWay, most] = [0, 0];
    const { feed } = setUp(async (events) => {
      most = Math.max(most, ++underWay);
      await new Promise((done) => setTimeout(done, 5));
      ids.push(...events.map(idOf));
      underWay--;
    });
    await feed.run();
    expect(ids).toEqual(Array.from({ length: 5_000 }, (_, index) => `sim-1-1-${index}`));
    expect(feed.acknowledged).toBe(5_000);
    expect(most).toBe(1);
  });

  test('what was not acknowledged is sent again, as it was', async () => {
    const tries: string[][] = [];
    // A clock that goes on by 10 ms with each look: however slow the machine is, there are several batches.
    let at = Date.now();
    const { feed, failures } = setUp(
      async (events) => {
        tries.push(events.map(idOf));
        if (tries.length === 2) throw new Error('no answer');
      },
      { now: () => (at += 10) },
    );
    await feed.run();
    expect(failures).toEqual(['no answer']);
    expect(tries[2]).toEqual(tries[1]);
    expect(tries.toSpliced(1, 1).flat()).toEqual(
      Array.from({ length: 5_000 }, (_, index) => `sim-1-1-${index}`),
    );
    expect(feed.acknowledged).toBe(5_000);
  });

  test('gives up when it is told to', async () => {
    const { feed } = setUp(
      async () => {
        throw new Error('wrong password');
      },
      {
        onFailure(error) {
          throw error;
        },
      },
    );
    await expect(feed.run()).rejects.toThrow('wrong password');
    expect(feed.acknowledged).toBe(0);
  });

  test('at the stop it counts what is under way, and no more', async () => {
    const { feed, stop } = setUp(
      async () => {
        stop.abort();
        await new Promise((done) => setTimeout(done, 20));
      },
      { count: Number.POSITIVE_INFINITY },
    );
    await feed.run();
    expect(feed.acknowledged).toBeGreaterThan(0);
  });
});

describe('NdjsonSink', () => {
  test('writes lines, and tells of a reader that went away', async () => {
    const out = new PassThrough();
    const sink = new NdjsonSink(out);
    await sink.append([
      { key: null, value: Buffer.from('{"a":1}') },
      { key: null, value: Buffer.from('{"a":"é"}') },
    ]);
    expect(String(out.read())).toBe('{"a":1}\n{"a":"é"}\n');
    out.destroy();
    await expect(sink.append([{ key: null, value: Buffer.from('{}') }])).rejects.toThrow();
  });
});
