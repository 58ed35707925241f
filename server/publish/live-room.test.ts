import { expect, test } from 'vitest';
import { EVERYTHING } from '../../lib/live/room-filter';
import { NO_TOTALS } from '../../lib/live/totals';
import { fullPin } from '../store/store-fixtures';
import { Broadcast } from './broadcast';
import { CardDesk } from './card-desk';
import { CardMaker } from './card-maker';
import { NOW, ringEvent } from './live-fixtures';
import { LiveFold } from './live-fold';
import { LiveRoom } from './live-room';
import { PinShelf } from './pin-shelf';
import { RingReader } from './ring-reader';

test('a pin that grows old while events are looked through is asked for once, and none of them is left out', async () => {
  const asked: (readonly string[])[] = [];
  const findPins = async (pinIds: readonly string[]) => {
    asked.push(pinIds);
    return new Map(pinIds.map((pinId) => [pinId, { pinId, pin: fullPin(pinId, 'Plum cake'), ts: 1 }]));
  };
  const now = () => NOW;
  const standing = new Broadcast({
    start: { epoch: 1, offset: 0, index: -1 },
    ringEvents: 100,
    fold: new LiveFold(NO_TOTALS, 600_000),
    cards: new CardDesk(new CardMaker(1, { findPins: async () => new Map() })),
    now,
    totals: 'all',
  });
  for (let offset = 0; offset < 8; offset++) standing.add(ringEvent(offset, { pinId: 'p' }), NOW, false);
  standing.moveTo({ epoch: 1, offset: 7, index: 0 });
  standing.nextFrame(false);
  // Each look takes so long that the third one would find nothing.
  let shelfNow = NOW;
  const shelf = new PinShelf({ findPins }, () => {
    shelfNow += 25_000;
    return shelfNow;
  });
  const hub = {
    standing,
    reader: new RingReader(),
    catchingUp: false,
    surroundings: null,
    onFrame: () => () => {},
    onStartOver: () => () => {},
  };
  const filter = { ...EVERYTHING, keywords: 'cake' };
  const room = new LiveRoom({ filter, hub, shelf, heatHalfLifeMs: 600_000, now });
  expect(await room.ready(2_000)).toBe(true);
  const asker = { address: '203.0.113.1', waits: () => true };
  expect(await room.details.pins({ categories: [], countries: [] }, asker)).toMatchObject({
    pins: [{ pinId: 'p', count: 8 }],
  });
  expect(asked).toEqual([['p']]);
  room.close();
});
