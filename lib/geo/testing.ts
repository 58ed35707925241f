import type { Place } from './place';

/** Material for tests: a town of France, wherever it lies. */
export const placeAt = (lat: number, lng: number, city = ''): Place => ({
  lat,
  lng,
  country: 'FR',
  region: '',
  city,
  accuracyKm: 5,
  precision: 'city',
});
