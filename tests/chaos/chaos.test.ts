import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHORT } from '../../bench/chaos/faults';
import { FaultBooks } from '../../bench/chaos/round';
import { Stage } from '../../bench/chaos/stage';
import { requirePart } from '../support/parts';

const EVENTS = 3_000;
const PER_SECOND = 1_500;

/** The short form of `npm run bench:chaos`: one after the other on the same parts, as it is in life. */
describe.skipIf(!requirePart('kafka', 'mariadb'))('faults while events stream in', () => {
  let stage: Stage;
  let books: FaultBooks;
  beforeAll(async () => {
    stage = await Stage.start(7);
    books = new FaultBooks(stage);
  });
  afterAll(async () => {
    await stage?.stop();
  });

  test.each(SHORT.map((fault) => [fault.name, fault] as const))('%s', async (_name, fault) => {
    const figures = await books.round(fault, EVENTS, PER_SECOND);
    expect(figures).toMatchObject({ lost: 0, duplicate: 0, shownTwice: 0, neverShown: 0 });
    expect(figures.events).toBeGreaterThanOrEqual(EVENTS);
    expect(figures.rows).toBeGreaterThan(EVENTS * 0.9);
    // Who did not start over has drawn every circle.
    if (figures.startedOver === 0) expect(figures.shown).toBe(figures.located);
  });

  test('and of all that was ever sent', async () => {
    expect(await books.whole()).toMatchObject({ lost: 0, duplicate: 0 });
    expect(stage.kills).toBeGreaterThanOrEqual(4);
  });
});
