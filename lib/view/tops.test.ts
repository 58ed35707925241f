import { describe, expect, test } from 'vitest';
import type { Place } from '../geo/place';
import { placeAt } from '../geo/testing';
import { Tops } from './tops';

const PARIS = placeAt(48.86, 2.35, 'Paris');
const LYON = placeAt(45.76, 4.84, 'Lyon');
const BERLIN: Place = { ...placeAt(52.52, 13.4, 'Berlin'), country: 'DE' };
const NOW = 1_790_000_000_000;

describe('the most repinned', () => {
  test('by place, country and category', () => {
    const tops = new Tops();
    tops.add(PARIS, 'food', 2, NOW);
    tops.add(LYON, 'art', 2, NOW);
    tops.add(BERLIN, 'art', 3, NOW);
    expect(tops.lists(10, NOW)).toEqual({
      topPlaces: [
        { place: BERLIN, count: 3 },
        { place: LYON, count: 2 },
        { place: PARIS, count: 2 },
      ],
      topCountries: [
        { key: 'FR', count: 4 },
        { key: 'DE', count: 3 },
      ],
      topCategories: [
        { key: 'art', count: 5 },
        { key: 'food', count: 2 },
      ],
    });
    expect(tops.lists(1, NOW).topCountries).toEqual([{ key: 'FR', count: 4 }]);
  });

  test('what has no place, no country or no category is in the lists that it belongs to', () => {
    const tops = new Tops();
    tops.add(null, 'food', 1, NOW);
    tops.add({ ...PARIS, country: '', city: '' }, null, 1, NOW);
    const { topPlaces, topCountries, topCategories } = tops.lists(10, NOW);
    expect([topPlaces.length, topCountries.length, topCategories]).toEqual([
      1,
      0,
      [{ key: 'food', count: 1 }],
    ]);
  });

  test('go on from the lists of a snapshot, and forget after five minutes', () => {
    const [server, viewer] = [new Tops(), new Tops()];
    server.add(PARIS, 'food', 6, NOW);
    viewer.seed(server.lists(50, NOW), NOW);
    viewer.add(BERLIN, 'food', 1, NOW);
    expect(viewer.lists(50, NOW).topCategories).toEqual([{ key: 'food', count: 7 }]);
    expect(viewer.lists(50, NOW + 400_000)).toEqual({ topPlaces: [], topCountries: [], topCategories: [] });
    viewer.seed({ topPlaces: [] }, NOW);
    expect(viewer.lists(50, NOW).topCountries).toEqual([]);
  });
});
