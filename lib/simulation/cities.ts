import table from './cities.json';
import { COUNTRIES, type Country } from './countries';

export type City = {
  readonly name: string;
  readonly country: Country;
  readonly lat: number;
  readonly lng: number;
  /** People, to the thousand. */
  readonly population: number;
  /** IANA name. */
  readonly timeZone: string;
};

function read(row: string, country: Country): City {
  const [name = '', lat, lng, thousands, zone] = row.split('|');
  return {
    name,
    country,
    lat: Number(lat),
    lng: Number(lng),
    population: Number(thousands) * 1_000,
    timeZone: table.zones[Number(zone)] ?? 'UTC',
  };
}

/** Some 3,900 cities of all countries that take part. GeoNames, CC BY 4.0 (`scripts/cities.mjs`). */
export const CITIES: readonly City[] = Object.entries(table.countries).flatMap(([code, rows]) => {
  const country = COUNTRIES.get(code);
  return country ? rows.split(';').map((row) => read(row, country)) : [];
});
