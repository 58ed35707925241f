import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageTimes } from './message-times';

const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: -50, max: 90 })), {
  minLength: 1,
  maxLength: 60,
});

test('tells times by offset and offsets by time as a search through everything does, and never runs back', () => {
  fc.assert(
    fc.property(gaps, fc.nat(200), fc.nat(4_000), fc.nat(200), (walk, offset, time, below) => {
      const times = new MessageTimes();
      const all: { readonly offset: number; readonly at: number }[] = [];
      let [next, clock, latest] = [0, 1_000, 0];
      for (const [step, ms] of walk) {
        next += step;
        clock += ms;
        latest = Math.max(latest, clock);
        times.add(next, clock);
        all.push({ offset: next, at: latest });
      }
      times.letGo(below);
      const left = all.filter((message) => message.offset >= below);
      expect(times.of(offset)).toBe(left.find((message) => message.offset >= offset)?.at ?? null);
      expect(times.since(time)).toBe(left.find(({ at }) => at >= time)?.offset ?? null);
    }),
  );
});

test('lets go for good what is below, and goes on', () => {
  const times = new MessageTimes();
  for (let offset = 0; offset < 10_000; offset++) {
    times.add(offset, offset * 10);
    times.letGo(offset - 100);
  }
  expect(times.of(0)).toBe(98_990);
  expect(times.since(99_985)).toBe(9_999);
  expect(times.of(10_000)).toBeNull();
});
