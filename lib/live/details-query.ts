import { EVENT_TYPES, type EventType } from '../events/event';
import { PRECISIONS, type Precision } from '../geo/place';
import type { Unreadable } from '../unreadable';
import { parseCursor } from './cursor';
import type { CardsQuestion, PinsQuestion, PlaceQuestion } from './details';
import { SEED_BITS } from './frame-codec';
import { CELLS, wireDegrees } from './wire-point';

/**
 * The questions of `details.ts` as the search part of an address, and back. Each question has one text, whatever the order of
 * its names, so that what is asked alike is answered once. Degrees are those of the wire (1e-4).
 */

const MAX_NAMES = 40;
const MAX_NAME_CHARS = 200;
const MAX_SEED = 2 ** SEED_BITS - 1;

export function cardsQuery(question: CardsQuestion): string {
  const { from, to, type, lat, lng, category, cellDegrees, seed } = question;
  const search = new URLSearchParams({ from, to, type, lat: degreesText(lat), lng: degreesText(lng) });
  if (category !== null) search.set('category', category);
  if (cellDegrees > 0) search.set('cells', String(cellDegrees));
  if (seed !== null) search.set('seed', String(seed));
  return search.toString();
}

/** Left out: an unknown category, the cells where there are none, the seed of a fold. */
export function readCardsQuestion(search: URLSearchParams): CardsQuestion | Unreadable {
  const [from, to] = [search.get('from') ?? '', search.get('to') ?? ''];
  const [first, last] = [parseCursor(from), parseCursor(to)];
  if (!first) return { field: 'from', reason: 'must be a cursor' };
  if (!last) return { field: 'to', reason: 'must be a cursor' };
  if (first.epoch !== last.epoch) return { field: 'to', reason: 'must be of the same epoch as from' };
  if (last.offset < first.offset || (last.offset === first.offset && last.index <= first.index))
    return { field: 'to', reason: 'must lie behind from' };
  const type = search.get('type') as EventType;
  if (!EVENT_TYPES.includes(type))
    return { field: 'type', reason: `must be one of ${EVENT_TYPES.join(', ')}` };
  const point = readPoint(search);
  if ('field' in point) return point;
  const category = search.get('category');
  if (category !== null && !isName(category)) return { field: 'category', reason: NAME };
  const cells = search.get('cells');
  const cellDegrees = cells === null ? 0 : CELLS.find((degrees) => String(degrees) === cells);
  if (cellDegrees === undefined) return { field: 'cells', reason: `must be one of ${CELLS.join(', ')}` };
  const seedText = search.get('seed');
  const seed = seedText === null ? null : readWhole(seedText, MAX_SEED);
  if (seedText !== null && seed === null) return { field: 'seed', reason: `must be from 0 to ${MAX_SEED}` };
  return { from, to, type, ...point, category, cellDegrees, seed };
}

export function placeQuery({ country, region, city, precision, lat, lng }: PlaceQuestion): string {
  const search = new URLSearchParams({ country, region, city, precision });
  search.set('lat', degreesText(lat));
  search.set('lng', degreesText(lng));
  return search.toString();
}

export function readPlaceQuestion(search: URLSearchParams): PlaceQuestion | Unreadable {
  const names = { country: '', region: '', city: '' };
  for (const field of ['country', 'region', 'city'] as const) {
    const name = search.get(field) ?? '';
    if (name.length > MAX_NAME_CHARS) return { field, reason: NAME };
    names[field] = name;
  }
  const precision = search.get('precision') as Precision;
  if (!PRECISIONS.includes(precision))
    return { field: 'precision', reason: `must be one of ${PRECISIONS.join(', ')}` };
  const point = readPoint(search);
  return 'field' in point ? point : { ...names, precision, ...point };
}

/** Each name on its own: one may hold a comma. */
export function pinsQuery({ categories, countries }: PinsQuestion): string {
  const search = new URLSearchParams();
  for (const category of inOrder(categories)) search.append('category', category);
  for (const country of inOrder(countries)) search.append('country', country);
  return search.toString();
}

export function readPinsQuestion(search: URLSearchParams): PinsQuestion | Unreadable {
  const [categories, countries] = [search.getAll('category'), search.getAll('country')];
  for (const [field, names] of [
    ['category', categories],
    ['country', countries],
  ] as const) {
    if (names.length > MAX_NAMES) return { field, reason: `may be given ${MAX_NAMES} times` };
    if (!names.every(isName)) return { field, reason: NAME };
  }
  return { categories: inOrder(categories), countries: inOrder(countries) };
}

const NAME = `must be a name of 1 to ${MAX_NAME_CHARS} characters`;
const isName = (text: string) => text !== '' && text.length <= MAX_NAME_CHARS;
const inOrder = (names: readonly string[]) => [...new Set(names)].sort();

/** Never with an exponent. */
const degreesText = (degrees: number) => String(wireDegrees(degrees));

function readPoint(search: URLSearchParams): { readonly lat: number; readonly lng: number } | Unreadable {
  const lat = readDegrees(search.get('lat'), 90);
  if (lat === null) return { field: 'lat', reason: 'must be degrees from -90 to 90' };
  const lng = readDegrees(search.get('lng'), 180);
  if (lng === null) return { field: 'lng', reason: 'must be degrees from -180 to 180' };
  return { lat, lng };
}

function readDegrees(text: string | null, limit: number): number | null {
  if (text === null || !/^-?\d{1,3}(\.\d{1,15})?$/.test(text)) return null;
  const degrees = wireDegrees(Number(text));
  return Math.abs(degrees) <= limit ? degrees : null;
}

function readWhole(text: string, most: number): number | null {
  if (!/^\d{1,5}$/.test(text)) return null;
  const number = Number(text);
  return number <= most ? number : null;
}
