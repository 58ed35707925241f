import { spawnSync } from 'node:child_process';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { EVENT_TYPES } from '../../lib/events/event';
import { ConfigError } from '../../server/config-error';
import { FileSource, type FileSourceOptions } from '../../server/ingest/file-source';
import { PlaceLookup } from '../../server/ingest/geo/place-lookup';
import { Ledger } from '../../server/ingest/ledger';
import { PinLookup } from '../../server/ingest/pins/pin-lookup';
import { Pipeline } from '../../server/ingest/pipeline';
import type { SourceBatch } from '../../server/ingest/source';
import { EmbeddedLiveLog } from '../../server/publish/embedded-live-log';
import { openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import { privateFolder } from '../support/reaper';
import { waitFor } from '../support/wait-for';

const folder = privateFolder('file-source');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const fileOf = (text: string | Uint8Array) => {
  const path = join(folder, `events-${files++}.ndjson`);
  writeFileSync(path, text);
  return path;
};

const TS = Date.UTC(2026, 4, 1);
const event = (number: number | string, ts = TS) =>
  JSON.stringify({ id: `e-${number}`, type: 'repin', ts, userId: 'u', pinId: 'p' });
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${event(from + index)}\n`).join('');

/** The whole way: file, pipeline, embedded store. `start` makes a source as a new process would. */
async function openWay() {
  const store = await openEmbeddedStore({ file: join(folder, `store-${files++}.db`) });
  await store.migrate();
  const liveLog = new EmbeddedLiveLog({ rows: store, epoch: 1 });
  await liveLog.open();
  const gaps: string[] = [];
  const sources: FileSource[] = [];
  const fatal: Error[] = [];
  const start = async (
    path: string,
    options: Partial<FileSourceOptions> & { readonly before?: (batch: SourceBatch) => Promise<void> } = {},
  ) => {
    const ledger = new Ledger(store, (text) => gaps.push(text));
    const pipeline = new Pipeline({
      store,
      liveLog,
      ledger,
      enrichment: {
        places: new PlaceLookup({
          store,
          locator: null,
          cacheKey: 'k',
          ttlMs: 1_000,
          now: Date.now,
          onError: () => {},
        }),
        pins: new PinLookup({ store, resolver: null }),
      },
      types: new Set(EVENT_TYPES),
      mirror: null,
      now: Date.now,
      sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
      log: { warn: () => {}, info: () => {} },
    });
    const source = new FileSource({
      path,
      speed: 0,
      loop: false,
      retime: false,
      now: Date.now,
      ledger,
      ...options,
    });
    sources.push(source);
    await source.start(
      async (batch) => {
        await options.before?.(batch);
        await pipeline.handle(batch);
        await pipeline.flushPositions();
      },
      (error) => fatal.push(error),
    );
    return source;
  };
  const ids = async () =>
    (await store.select('SELECT event_id FROM repins ORDER BY src_stream, src_offset')).map((row) =>
      String(row.event_id),
    );
  const position = async () => (await store.positions())[0];
  return {
    store,
    start,
    ids,
    position,
    fatal,
    async until(storedTo: number, epoch = 1) {
      await waitFor(async () => {
        const now = await position();
        return now?.epoch === epoch && now.storedTo === storedTo;
      }, `epoch ${epoch} to stand at ${storedTo}`);
    },
    async close() {
      await Promise.all(sources.map((source) => source.stop()));
      await store.close();
    },
  };
}
type Way = Awaited<ReturnType<typeof openWay>>;
const onWay = (name: string, run: (way: Way) => Promise<void>) =>
  test(name, async () => {
    const way = await openWay();
    try {
      await run(way);
    } finally {
      await way.close();
    }
  });

describe('FileSource', () => {
  onWay('every line has one outcome: a row or a dead letter; empty lines none', async (way) => {
    const text = `\ufeff${event('first')}\r\n\r\n  \n{"id":"broken"\n${'x'.repeat(3_000_000)}\n${event('twice')}\n${event('twice')}\n${event('last')}`;
    await way.start(fileOf(text));
    await way.until(7);
    expect(await way.ids()).toEqual(['e-first', 'e-twice', 'e-last']);
    expect(await way.position()).toMatchObject({ duplicates: 1, deadLetters: 2, lostBeforeRead: 0 });
    const letters = await way.store.deadLetters({ limit: 10 });
    expect(letters.map(({ offset, reason }) => [offset, reason]).sort()).toEqual([
      [3, 'not_json'],
      [4, 'too_large'],
    ]);
  });

  onWay('goes on where the store stands, line by line exactly once', async (way) => {
    const path = fileOf(numbered(0, 6_500));
    let batches = 0;
    const first = await way.start(path, {
      before: async () => {
        if (++batches > 3) throw new Error('the process dies here');
      },
    });
    await waitFor(() => batches > 3, 'the fourth batch');
    await first.stop();
    const stoodAt = (await way.position())?.storedTo ?? 0;
    expect(stoodAt).toBeGreaterThan(1_000);
    expect(stoodAt).toBeLessThan(6_499);
    await way.start(path);
    await way.until(6_499);
    expect(await way.ids()).toEqual(Array.from({ length: 6_500 }, (_, index) => `e-${index}`));
    expect(await way.position()).toMatchObject({ epoch: 1, duplicates: 0 });
  });

  onWay('reads what was added since', async (way) => {
    const path = fileOf(numbered(0, 10));
    const first = await way.start(path);
    await way.until(9);
    await first.stop();
    appendFileSync(path, numbered(10, 15));
    await way.start(path);
    await way.until(14);
    expect((await way.ids()).length).toBe(15);
  });

  onWay(
    'another file of the same name, or a shorter one, is a run of its own from its first line',
    async (way) => {
      const path = fileOf(numbered(0, 10));
      const first = await way.start(path);
      await way.until(9);
      await first.stop();
      writeFileSync(path, numbered(100, 120));
      const second = await way.start(path);
      await way.until(19, 2);
      await second.stop();
      writeFileSync(path, numbered(200, 205));
      await way.start(path);
      await way.until(4, 3);
      expect((await way.ids()).length).toBe(35);
    },
  );

  onWay('again and again: each round is a run, and its events are new ones', async (way) => {
    const path = fileOf(numbered(0, 3));
    const source = await way.start(path, { loop: true });
    await waitFor(async () => ((await way.position())?.epoch ?? 0) >= 4, 'three rounds');
    await source.stop();
    expect((await way.ids()).slice(0, 7)).toEqual([
      'e-0~1',
      'e-1~1',
      'e-2~1',
      'e-0~2',
      'e-1~2',
      'e-2~2',
      'e-0~3',
    ]);
    expect((await way.position())?.duplicates).toBe(0);
    // A new process goes on with the round where it was.
    const { epoch = 0 } = (await way.position()) ?? {};
    await way.start(path, { loop: true });
    await waitFor(async () => ((await way.position())?.epoch ?? 0) > epoch + 1, 'further rounds');
    expect((await way.position())?.duplicates).toBe(0);
  });

  onWay('a file of empty lines is not read for ever', async (way) => {
    const source = await way.start(fileOf('\n\n\n'), { loop: true });
    await source.stop();
    expect((await way.position())?.epoch).toBe(1);
  });

  onWay('keeps the pace of the events, and moves them to now when asked', async (way) => {
    const path = fileOf([0, 400, 800].map((ms) => `${event(ms, TS + ms)}\n`).join(''));
    const before = Date.now();
    const arrivals: number[] = [];
    await way.start(path, {
      speed: 2,
      retime: true,
      before: async (batch) => {
        for (const _ of batch.messages) arrivals.push(Date.now());
      },
    });
    await way.until(2);
    expect((arrivals[2] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(380);
    const rows = await way.store.select('SELECT ts FROM repins ORDER BY src_offset');
    const times = rows.map(({ ts }) => Number(ts));
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(380);
  });

  onWay('standard input: at most once, each start a run of its own, and it says so', async (way) => {
    const first = new PassThrough();
    const source = await way.start('-', { stdin: first });
    expect(source.describe()).toContain('at most once');
    first.write(`${event(1)}\n${event(2)}\n{"id":"e-3","ty`);
    await way.until(1);
    first.end(`pe":"repin","ts":${TS},"pinId":"p"}`);
    await way.until(2);
    const second = new PassThrough();
    const again = await way.start('-', { stdin: second });
    second.write(`${event(4)}\n`);
    await way.until(0, 2);
    // It ends although its input does not.
    await again.stop();
    expect(await way.ids()).toEqual(['e-1', 'e-2', 'e-3', 'e-4']);
  });

  onWay('a named pipe is read like standard input', async (way) => {
    const path = join(folder, 'pipe');
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    await way.start(path);
    // Not in this thread: opening waits for the reader.
    await appendFile(path, `${event(1)}\n${event(2)}\n`);
    await way.until(1);
    expect(await way.ids()).toEqual(['e-1', 'e-2']);
  });

  test.each([
    ['nowhere.ndjson', 'there is no such file'],
    ['.', 'is a folder'],
  ])('%s: one line that names the setting', async (name, why) => {
    const way = await openWay();
    const error = await way.start(join(folder, name)).catch((each: unknown) => each);
    await way.close();
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toMatch(new RegExp(`FILE_PATH: .*${why}`));
  });
});
