import { expect, test } from 'vitest';
import { JoinedCount } from './joined-count';

/** A scene that has counted so many. */
class Scene {
  count: number;

  constructor(count: number) {
    this.count = count;
  }

  joined(): number {
    return this.count;
  }
}

test('what joined is summed over the scenes, and the sum never falls', () => {
  const sum = new JoinedCount();
  expect(sum.of(null)).toBe(0);
  const globe = new Scene(3);
  expect(sum.of(globe)).toBe(3);
  globe.count = 10;
  expect(sum.of(globe)).toBe(10);
  // The same picture rendered twice counts once.
  expect(sum.of(globe)).toBe(10);
  globe.count = 12;
  expect(sum.of(null)).toBe(12);
  const map = new Scene(0);
  expect(sum.of(map)).toBe(12);
  map.count = 5;
  expect(sum.of(map)).toBe(17);
});

test('a globe that comes back from under the map has not counted twice what the map has counted', () => {
  const [globe, map] = [new Scene(4), new Scene(0)];
  const sum = new JoinedCount();
  sum.of(globe);
  sum.of(map);
  globe.count = 9;
  map.count = 5;
  expect(sum.of(globe)).toBe(9);
  globe.count = 11;
  expect(sum.of(globe)).toBe(11);
});
