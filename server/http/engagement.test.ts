import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEmbeddedStore } from '../store/embedded/embedded-store';
import { aBatch, anEvent } from '../store/store-fixtures';
import { EngagementApi } from './engagement';

test('of thirty questions at once one is asked, four wait, the others are told to come again; writes go on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'engagement-'));
  const store = await openEmbeddedStore({ file: join(folder, 'globe.db') });
  await store.migrate();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let asked = 0;
  const slow: typeof store = Object.create(store, {
    engagement: {
      value: async (from: number, to: number, stepMs: number) => {
        asked++;
        await held;
        return store.engagement(from, to, stepMs);
      },
    },
  });
  const api = new EngagementApi(() => 3_600_000);
  const request = { socket: { destroyed: false } } as IncomingMessage;
  const ask = (to: number) => api.answer(slow, new URLSearchParams({ to: `${to}` }), request);
  const answers = Array.from({ length: 30 }, (_, at) => ask(3_600_000 + at));
  const same = ask(3_600_000);
  const refused = await Promise.all(answers.slice(5));
  expect(refused.map(({ status, headers }) => [status, headers['retry-after']])).toEqual(
    refused.map(() => [503, '1']),
  );
  expect(asked).toBe(1);
  await store.writeBatch(aBatch([anEvent(0, 'a')]));
  expect((await store.totals()).totals.repin).toBe(1);
  release();
  expect((await Promise.all(answers.slice(0, 5))).map(({ status }) => status)).toEqual(Array(5).fill(200));
  expect(await same).toBe(await answers[0]);
  expect(asked).toBe(5);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
