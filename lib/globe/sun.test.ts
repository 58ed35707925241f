import { describe, expect, it } from 'vitest';
import { subsolarPoint } from './sun';

/** Equinoxes and solstices (UTC) as published by the US Naval Observatory; equations of time from the almanac. */
describe('the sun', () => {
  it.each([
    ['the March equinox of 2024', '2024-03-20T03:06:00Z', 0],
    ['the June solstice of 2024', '2024-06-20T20:51:00Z', 23.44],
    ['the September equinox of 2024', '2024-09-22T12:44:00Z', 0],
    ['the December solstice of 2024', '2024-12-21T09:20:00Z', -23.44],
    ['the June solstice of 2030', '2030-06-21T07:31:00Z', 23.44],
  ])('stands right at %s', (_, at, lat) => {
    expect(Math.abs(subsolarPoint(Date.parse(at)).lat - lat)).toBeLessThan(0.05);
  });

  it.each([
    // Minutes by which a sundial is ahead of the clock.
    ['3 November, when it is most ahead', '2024-11-03T12:00:00Z', 16.43],
    ['11 February, when it is most behind', '2024-02-11T12:00:00Z', -14.22],
    ['15 April, when they agree', '2024-04-15T12:00:00Z', 0],
  ])('is in the south of Greenwich as the equation of time says on %s', (_, at, minutes) => {
    expect(Math.abs(subsolarPoint(Date.parse(at)).lng + minutes / 4)).toBeLessThan(0.1);
  });

  it('goes westward 15° an hour, over the date line too', () => {
    const [before, after] = ['2026-11-23T11:30:00Z', '2026-11-23T12:30:00Z'].map((at) =>
      subsolarPoint(Date.parse(at)),
    );
    expect((before?.lng ?? 0) - (after?.lng ?? 0)).toBeCloseTo(15, 1);
    for (let hour = 0; hour < 24; hour++) {
      const { lng } = subsolarPoint(Date.parse('2026-11-23T00:00:00Z') + hour * 3_600_000);
      expect(lng).toBeGreaterThanOrEqual(-180);
      expect(lng).toBeLessThan(180);
    }
  });
});
