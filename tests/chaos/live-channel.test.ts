import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../bench/chaos/fault';
import { FaultBooks } from '../../bench/chaos/round';
import { Stage } from '../../bench/chaos/stage';
import { EVENTS_PATH, LIVE_VERSION } from '../../lib/live/protocol';
import { FaithfulViewer } from '../support/faithful-viewer';
import { requirePart } from '../support/parts';
import { waitFor } from '../support/processes';
import { openRaw } from '../support/raw-socket';

const VIEWERS = 20;
const KILLS = 10;
const STALLED = 20;
/** What may wait for each of them: a frame or two. */
const HELD_BYTES = 64_000;
const PER_SECOND = 500;
const AWAY_MS = 20_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Half of the viewers are on each web process; those of the one that dies go to the other. */
const killedInTurn: Fault = {
  name: 'web processes killed in turn under their viewers',
  async strike(stage) {
    for (let kill = 0; kill < KILLS; kill++) {
      const at = kill % 2;
      const other = stage.webs[1 - at]?.url ?? '';
      await stage.killWeb(at);
      await Promise.all(stage.viewers.map((viewer) => viewer.moveTo(other)));
      await stage.startWeb(at);
      await stage.webs[at]?.ready();
    }
  },
};

const brokerAway: Fault = {
  name: 'the broker of the live log away for 20 s',
  async strike(stage) {
    await stage.kafka.stop();
    await pause(AWAY_MS);
    await stage.kafka.start();
  },
};

/** Server-sent events of which nothing is read. */
function stalledStream(url: string, cursor: string): Promise<{ destroy(): void }> {
  const query = new URLSearchParams({ v: String(LIVE_VERSION), cursor });
  return new Promise((resolve, reject) => {
    const asked = get(
      `${url}${EVENTS_PATH}?${query}`,
      { agent: false, headers: { origin: url } },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`refused: ${response.statusCode}`));
        // Nobody listens for its data: nothing is read.
        else resolve(response);
      },
    );
    asked.on('error', reject);
  });
}

/** All on one web process, which has healthy viewers as well. */
const stalledViewers: Fault & { mostBuffered: number } = {
  name: 'twenty viewers that read nothing',
  mostBuffered: 0,
  async strike(stage) {
    const url = stage.webs[0]?.url ?? '';
    const healthy = (await stage.scrapeWeb(0)).sum('repin_globe_viewers');
    const cursor = stage.viewers[0]?.cursorText ?? '';
    const stalled: { destroy(): void }[] = [];
    for (let one = 0; one < STALLED / 2; one++) {
      stalled.push((await openRaw(url, cursor)).pause(), await stalledStream(url, cursor));
    }
    const viewers = async () => {
      const told = await stage.scrapeWeb(0);
      this.mostBuffered = Math.max(this.mostBuffered, told.value('repin_globe_viewer_buffered_bytes'));
      return told.sum('repin_globe_viewers');
    };
    await waitFor(async () => (await viewers()) === healthy + STALLED, 'the stalled ones to be let in');
    await waitFor(async () => (await viewers()) === healthy, 'the stalled ones to be rid of', {
      timeoutMs: 120_000,
      intervalMs: 250,
    });
    for (const one of stalled) one.destroy();
  },
};

describe.skipIf(!requirePart('kafka', 'mariadb'))('the live channel', () => {
  let stage: Stage;
  let books: FaultBooks;
  beforeAll(async () => {
    stage = await Stage.start(11);
    while (stage.viewers.length < VIEWERS)
      stage.viewers.push(await FaithfulViewer.open(stage.webs[stage.viewers.length % 2]?.url ?? ''));
    books = new FaultBooks(stage);
  });
  afterAll(async () => {
    await stage?.stop();
  });

  test.each([
    [killedInTurn, 12_000],
    [brokerAway, 6_000],
    [stalledViewers, 12_000],
  ] as const)('$name: each of 20 viewers draws each event once', async (fault, events) => {
    const kills = stage.kills;
    const connects = stage.viewers.map((viewer) => viewer.connects);
    const figures = await books.round(fault, events, PER_SECOND);
    expect(figures).toMatchObject({ lost: 0, duplicate: 0, shownTwice: 0, neverShown: 0, startedOver: 0 });
    expect(figures.shown).toBe(figures.located);
    expect(figures.located).toBeGreaterThan(events * 0.8);
    if (fault === stalledViewers) {
      expect(stalledViewers.mostBuffered).toBeLessThan(STALLED * HELD_BYTES);
      expect(stage.viewers.map((viewer) => viewer.connects)).toEqual(connects);
      const told = await stage.scrapeWeb(0);
      expect(told.value('repin_globe_viewer_buffered_bytes')).toBe(0);
    }
    if (fault === killedInTurn) expect(stage.kills - kills).toBe(KILLS);
  });
});
