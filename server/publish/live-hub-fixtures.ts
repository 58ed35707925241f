import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { LiveBatch, LiveEvent } from '../../lib/live/batch';
import { FrameReader } from '../../lib/live/frame-reader';
import type { Frame } from '../../lib/live/protocol';
import { liveBatch, liveEvent } from '../../lib/live/testing';
import { type EmbeddedStore, openEmbeddedStore } from '../store/embedded/embedded-store';
import type { Store } from '../store/store';
import { aBatch, anEvent } from '../store/store-fixtures';
import { LiveHub } from './live-hub';
import type { LiveLog } from './live-log';
import { MemoryLiveLog } from './memory-live-log';

export const PARIS = {
  lat: 48.86,
  lng: 2.35,
  country: 'FR',
  region: 'IDF',
  city: 'Paris',
  accuracyKm: 10,
  precision: 'city' as const,
};

export const live = (offset: number, change: Partial<LiveEvent> = {}): LiveEvent =>
  liveEvent(offset, { ts: Date.now(), place: PARIS, category: 'food', pinId: 'p', ...change });

export const batch = (offsets: readonly number[], change: Partial<LiveBatch> = {}): LiveBatch => ({
  ...liveBatch(
    offsets.map((offset) => live(offset)),
    { storedAt: Date.now() },
  ),
  ...change,
});

export const drawn = (frames: readonly Frame[]) =>
  frames.flatMap(({ records }) => records).reduce((sum, { count }) => sum + count, 0);

export async function until(done: () => boolean): Promise<void> {
  for (let tries = 0; !done(); tries++) {
    if (tries > 500) throw new Error('waited in vain');
    await new Promise((turn) => setTimeout(turn, 10));
  }
}

type Parts = { readonly liveLog?: LiveLog; readonly store?: Store };

export type HubsAtTest = {
  readonly store: EmbeddedStore;
  liveLog: MemoryLiveLog;
  /** Stores repins at these offsets, as a worker does before it publishes. */
  readonly storeRepins: (offsets: readonly number[], ts?: number) => Promise<void>;
  readonly makeHub: (parts?: Parts) => LiveHub;
  /** The frames that it has sent so far, and goes on to fill. */
  readonly startHub: (parts?: Parts) => Promise<{ readonly hub: LiveHub; readonly frames: Frame[] }>;
};

/** For each test a store and a live log of its own, and hubs that are stopped after it. */
export function hubsAtTest(): HubsAtTest {
  let folder: string;
  let store: EmbeddedStore;
  let liveLog: MemoryLiveLog;
  const hubs: LiveHub[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hub-'));
    store = await openEmbeddedStore({ file: join(folder, 'hub.db') });
    await store.migrate();
    liveLog = new MemoryLiveLog({ epoch: 7 });
  });
  afterEach(async () => {
    for (const hub of hubs.splice(0)) await hub.stop();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const makeHub = (parts: Parts = {}) => {
    const hub = new LiveHub({
      liveLog: parts.liveLog ?? liveLog,
      store: parts.store ?? store,
      running: { source: 'kafka', store: 'embedded', liveLog: 'memory' },
      imageHosts: [],
      tickMs: 16,
      heatHalfLifeMs: 600_000,
      now: Date.now,
      log: { warn() {}, info() {} },
    });
    hubs.push(hub);
    return hub;
  };
  return {
    get store() {
      return store;
    },
    get liveLog() {
      return liveLog;
    },
    set liveLog(log) {
      liveLog = log;
    },
    storeRepins: async (offsets, ts = Date.now()) => {
      const events = offsets.map((offset) =>
        anEvent(offset, `e${offset}`, 'repin', { ts, place: PARIS, pinId: 'p', category: 'food' }),
      );
      await store.writeBatch(aBatch(events, { topic: 't', now: Date.now() }));
    },
    makeHub,
    startHub: async (parts = {}) => {
      const hub = makeHub(parts);
      const frames: Frame[] = [];
      const reader = new FrameReader();
      hub.onFrame((text) => {
        const frame = reader.read(text);
        if (frame) frames.push(frame);
      });
      await hub.start();
      return { hub, frames };
    },
  };
}
