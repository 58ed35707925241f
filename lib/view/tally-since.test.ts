import { expect, test } from 'vitest';
import { tallySince } from './tally-since';

const NOW = new Date(2026, 10, 27, 12, 14).getTime();
const ago = (minutes: number) => NOW - minutes * 60_000;

test.each([
  ['all of both', null, null, null],
  ['the day since the morning', null, ago(180), { time: '09:14', hour: false, today: true }],
  ['both since the morning', ago(180), ago(180), { time: '09:14', hour: false, today: true }],
  ['both since a moment ago', ago(5), ago(5), { time: '12:09', hour: true, today: true }],
  ['the hour since earlier than the day', ago(30), ago(5), { time: '11:44', hour: true, today: true }],
  ['the day since yesterday', null, ago(13 * 60), { time: '23:14', hour: false, today: false }],
])('of %s', (_name, hour, day, told) => {
  expect(tallySince({ hour, day }, NOW)).toEqual(told);
});
