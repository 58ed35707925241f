import { describe, expect, test } from 'vitest';
import { ServerClock } from './server-clock';

describe('ServerClock', () => {
  test('knows nothing before the first answer', () => {
    const clock = new ServerClock();
    expect(clock.at(5)).toBeNull();
    expect(clock.roundTripMs).toBeNull();
  });

  test('is right although the viewer’s clock is an hour off and most answers are slow', () => {
    const clock = new ServerClock();
    const serverMinusLocal = 3_600_000;
    clock.learn(0, 900, 50 + serverMinusLocal);
    clock.learn(1_000, 1_010, 1_005 + serverMinusLocal);
    clock.learn(2_000, 2_600, 2_590 + serverMinusLocal);
    expect(clock.at(10_000)).toBe(10_000 + serverMinusLocal);
    expect(clock.roundTripMs).toBe(10);
  });

  test('lets an old best answer go, so that a drifting clock is followed', () => {
    const clock = new ServerClock();
    clock.learn(0, 0, 1_000);
    for (let index = 0; index < 12; index++) clock.learn(index, index + 4, index + 2 + 5_000);
    expect(clock.at(0)).toBe(5_000);
  });

  test('starts over with the first answer of another server, and keeps what it knows until then', () => {
    const clock = new ServerClock();
    clock.learn(0, 0, 1_000);
    clock.forget();
    expect(clock.at(0)).toBe(1_000);
    clock.learn(0, 500, 250 + 9_000);
    expect(clock.at(0)).toBe(9_000);
  });
});
