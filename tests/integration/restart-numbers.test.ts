import { expect, test } from 'vitest';
import type { PinsAnswer, PlaceAnswer } from '../../lib/live/details';
import { placeQuery } from '../../lib/live/details-query';
import { PINS_PATH, PLACE_PATH, SNAPSHOT_PATH, type Snapshot } from '../../lib/live/protocol';
import { type Globe, startGlobe } from '../support/globe';
import { waitFor } from '../support/processes';

const OSLO = { lat: 59.91, lng: 10.75, city: 'Oslo', country: 'NO' };
const LIMA = { lat: -12.05, lng: -77.04, city: 'Lima', country: 'PE' };
const repin = (id: string, location: object | null) => ({
  type: 'repin',
  id,
  pinId: 'p-1',
  userId: 'u-hidden',
  ...(location ? { location } : { ip: '81.2.69.142' }),
});

async function collect(globe: Globe, events: readonly object[]): Promise<void> {
  const lines = events.map((event) => JSON.stringify(event)).join('\n');
  const answer = await fetch(`${globe.url}/api/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines,
  });
  expect(answer.status).toBe(202);
}

const sum = (counts: readonly number[] = []) => counts.reduce((all, count) => all + count, 0);

async function snapshotWith(globe: Globe, repins: number): Promise<Snapshot> {
  let snapshot: Snapshot | null = null;
  await waitFor(async () => {
    snapshot = await globe.json<Snapshot>(SNAPSHOT_PATH);
    // After a start the day is read back beside the totals.
    return snapshot.totals.repin === repins && sum(snapshot.repinsPerQuarter) === repins;
  }, `a snapshot of ${repins} repins, and a day of as many`);
  return snapshot as unknown as Snapshot;
}

test('a day by quarters, the countries and a place’s minutes outlive a kill, and no answer tells a user or an address', async () => {
  const first = await startGlobe({ env: { SOURCE: 'none' } });
  await collect(first, [repin('a', OSLO), repin('b', OSLO), repin('c', LIMA)]);
  const before = await snapshotWith(first, 3);
  expect(before.countriesSeen).toEqual(['NO', 'PE']);
  await first.process.kill9();

  const second = await startGlobe({ env: { SOURCE: 'none', DATA_DIR: first.dataDir } });
  try {
    const after = await snapshotWith(second, 3);
    expect(after.countriesSeen).toEqual(['NO', 'PE']);
    await collect(second, [repin('d', OSLO), repin('a', OSLO), repin('e', null)]);
    await snapshotWith(second, 5);
    const question = placeQuery({ ...OSLO, region: '', precision: 'city' });
    const texts = await Promise.all(
      [`${PLACE_PATH}?${question}`, PINS_PATH].map(async (path) => (await fetch(second.url + path)).text()),
    );
    const [place, pins] = texts.map((text) => JSON.parse(text)) as [PlaceAnswer, PinsAnswer];
    expect([place.repins, place.topPins[0]?.count]).toEqual([3, 3]);
    expect(pins.pins).toEqual([expect.objectContaining({ pinId: 'p-1', count: 5 })]);
    for (const text of texts) expect(text).not.toMatch(/u-hidden|81\.2\.69\.142/);
  } finally {
    await second.process.stop();
  }
});
