import { expect, test } from 'vitest';
import { RepinMinutes } from './repin-minutes';

const NOW = 1_790_000_010_000;
const MINUTE = 60_000;
const RUNNING = NOW - (NOW % MINUTE);

test('are those of the log until the hour of the store is known, and say how many minutes that is', () => {
  const minutes = new RepinMinutes();
  expect(minutes.series(NOW)).toEqual([0]);
  minutes.add(3, NOW - 2 * MINUTE, true);
  minutes.add(2, NOW, false);
  minutes.learn([{ start: RUNNING - 2 * MINUTE, repins: 3 }]);
  expect(minutes.series(NOW)).toEqual([3, 0, 2]);
});

test('are then what the store had and what has come since, once each', () => {
  const minutes = new RepinMinutes();
  minutes.add(3, NOW - 2 * MINUTE, true);
  minutes.add(2, NOW, false);
  minutes.learn([{ start: RUNNING - 5 * MINUTE, repins: 7 }]);
  minutes.learn([{ start: RUNNING - 2 * MINUTE, repins: 3 }]);
  minutes.knowHour();
  expect(minutes.series(NOW)).toHaveLength(60);
  expect(minutes.series(NOW).slice(-6)).toEqual([7, 0, 0, 3, 0, 2]);
});
