import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Server } from 'socket.io';
import type { LiveEvent } from '../../lib/live/batch';
import { MemoryLiveLog } from '../../server/publish/memory-live-log';
import { openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import { startWeb } from '../../tests/support/live-web';
import { privateFolder } from '../../tests/support/processes';
import { Publisher } from './publisher';
import { answer } from './remote';
import { PINS, pinId } from './traffic';

export const VARIANTS = ['globe', 'perEvent', 'batches'] as const;
export type Variant = (typeof VARIANTS)[number];
/** What the process has used and done so far. */
export type Spent = { readonly cpuMs: number; readonly at: number; readonly published: number };

const TICK_MS = 50;
/** Makes the book known and the code warm before anybody watches. */
const WARM_UP_EVENTS = 20_000;

const clock = () => performance.timeOrigin + performance.now();

/** The process under test: one way to bring events to viewers. */
export async function runServer(variant: Variant): Promise<void> {
  const { url, publisher, more } = variant === 'globe' ? await globe() : await plain(variant);
  answer({
    url: () => url,
    rate: (perSecond: number) => publisher.rate(perSecond),
    spent: (): Spent => {
      const { user, system } = process.cpuUsage();
      return { cpuMs: (user + system) / 1_000, at: clock(), published: publisher.published };
    },
    sums: () => new Map(publisher.sums),
    ...more,
  });
}

async function globe() {
  const store = await openEmbeddedStore({ file: join(privateFolder('fanout'), 'fanout.db') });
  await store.migrate();
  const now = Date.now();
  await store.writeBatch({
    ...{ topic: 'pins', partition: 0, epoch: 1, firstOffset: 0, lastOffset: 0, now },
    ...{ events: [], filtered: [], deadLetters: [], publishedTo: null, fingerprint: null },
    pins: Array.from({ length: PINS }, (_, number) => ({
      pinId: pinId(number),
      ts: now,
      offset: 0,
      pin: {
        id: pinId(number),
        title: `A title of the usual length, number ${number}`,
        description: null,
        imageUrl: `/art/food/${number}.svg`,
        link: `https://example.com/recipes/${number}`,
        boardId: null,
        boardName: 'Things to cook',
        category: 'category 1',
        color: '#aa3344',
      },
    })),
  });
  const liveLog = new MemoryLiveLog({ epoch: 1 });
  const web = await startWeb({ store, liveLog, tickMs: TICK_MS, maxViewers: 10_000, maxPerAddress: 10_000 });
  const publishedAt: number[] = [];
  const publisher = new Publisher(true, (events) => {
    publishedAt.push(clock());
    void liveLog.publish({ topic: 'events', partition: 0, epoch: 1, storedAt: Date.now(), events });
  });
  publisher.rate(WARM_UP_EVENTS / 2);
  await new Promise((warm) => setTimeout(warm, 2_000));
  publisher.rate(0);
  const more = {
    head: () => publishedAt.length - 1,
    publishedAt: () => Float64Array.from(publishedAt),
    encodings: () => web.snapshots.encodings,
  };
  return { url: web.url, publisher, more };
}

/** What one writes first: an emit per event, or a list of them per tick. */
async function plain(variant: 'perEvent' | 'batches') {
  const http = createServer();
  const io = new Server(http, { path: '/live', transports: ['websocket'], serveClient: false });
  let waiting: LiveEvent[] = [];
  const publisher =
    variant === 'perEvent'
      ? new Publisher(false, ([event]) => io.emit('e', event))
      : new Publisher(true, (events) => waiting.push(...events));
  if (variant === 'batches')
    setInterval(() => {
      if (waiting.length > 0) io.emit('b', waiting.length, waiting);
      waiting = [];
    }, TICK_MS);
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, publisher, more: {} };
}
