import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../bench/chaos/fault';
import { FaultBooks } from '../../bench/chaos/round';
import { Stage } from '../../bench/chaos/stage';
import { FaithfulViewer } from '../support/faithful-viewer';
import { requirePart } from '../support/parts';

const VIEWERS = 20;
const KILLS = 10;
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
  ] as const)('$name: each of 20 viewers draws each event once', async (fault, events) => {
    const kills = stage.kills;
    const figures = await books.round(fault, events, PER_SECOND);
    expect(figures).toMatchObject({ lost: 0, duplicate: 0, shownTwice: 0, neverShown: 0, startedOver: 0 });
    expect(figures.shown).toBe(figures.located);
    expect(figures.located).toBeGreaterThan(events * 0.8);
    if (fault === killedInTurn) expect(stage.kills - kills).toBe(KILLS);
  });
});
