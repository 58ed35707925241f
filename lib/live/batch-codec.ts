import { EVENT_TYPES } from '../events/event';
import { type Place, PRECISIONS } from '../geo/place';
import { oncePer } from '../memo';
import type { LiveBatch, LiveEvent } from './batch';

/** Raised when the layout changes; a reader refuses what it does not know. */
const VERSION = 1;
/** Fields of one event, laid flat one after the other: offset and ts as differences, -1 for no place or category. */
const EVENT_FIELDS = 7;

type PlaceRow = readonly [number, number, string, string, string, number, number];
type Encoded = {
  readonly v: number;
  readonly t: string;
  readonly p: number;
  readonly e: number;
  readonly s: number;
  readonly places: readonly PlaceRow[];
  readonly categories: readonly string[];
  readonly events: readonly (number | string | null)[];
};

/** Gives each distinct text a number, in order of first use. */
class Table {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** The same place is mostly the same object: its text is made only once. */
const placeText = oncePer(({ lat, lng, country, region, city, accuracyKm, precision }: Place) => {
  const row: PlaceRow = [lat, lng, country, region, city, accuracyKm, PRECISIONS.indexOf(precision)];
  return JSON.stringify(row);
});

/**
 * A live batch as one line of JSON: places and categories once per message, events as a flat list of numbers and ids.
 * Times must be finite and offsets integers; the strings may be anything.
 */
export function encodeLiveBatch(batch: LiveBatch): string {
  const places = new Table();
  const categories = new Table();
  const events: (number | string | null)[] = [];
  let offset = 0;
  for (const event of batch.events) {
    events.push(
      event.offset - offset,
      EVENT_TYPES.indexOf(event.type),
      event.ts - batch.storedAt,
      event.place === null ? -1 : places.numberOf(placeText(event.place)),
      event.category === null ? -1 : categories.numberOf(event.category),
      event.pinId,
      event.boardId,
    );
    offset = event.offset;
  }
  const head = { v: VERSION, t: batch.topic, p: batch.partition, e: batch.epoch, s: batch.storedAt };
  return `${JSON.stringify(head).slice(0, -1)},"places":[${places.texts.join(',')}],"categories":${JSON.stringify(
    categories.texts,
  )},"events":${JSON.stringify(events)}}`;
}

/** What `encodeLiveBatch` wrote; null for anything else. Events of one place share one object. */
export function decodeLiveBatch(text: string): LiveBatch | null {
  let encoded: Partial<Encoded> | null;
  try {
    encoded = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isEncoded(encoded)) return null;
  const places: Place[] = [];
  for (const row of encoded.places) {
    const place = readPlace(row);
    if (!place) return null;
    places.push(place);
  }
  const events: LiveEvent[] = [];
  let offset = 0;
  for (let at = 0; at < encoded.events.length; at += EVENT_FIELDS) {
    const event = readEvent(encoded, places, at, offset);
    if (!event) return null;
    events.push(event);
    offset = event.offset;
  }
  return { topic: encoded.t, partition: encoded.p, epoch: encoded.e, storedAt: encoded.s, events };
}

function isEncoded(value: Partial<Encoded> | null): value is Encoded {
  return (
    typeof value === 'object' &&
    value?.v === VERSION &&
    typeof value.t === 'string' &&
    Number.isSafeInteger(value.p) &&
    Number.isSafeInteger(value.e) &&
    typeof value.s === 'number' &&
    Array.isArray(value.places) &&
    Array.isArray(value.categories) &&
    Array.isArray(value.events) &&
    value.events.length % EVENT_FIELDS === 0
  );
}

function readPlace(row: unknown): Place | null {
  if (!Array.isArray(row)) return null;
  const [lat, lng, country, region, city, accuracyKm, precisionNumber] = row;
  const precision = PRECISIONS[precisionNumber];
  const numbers = [lat, lng, accuracyKm].every((value) => typeof value === 'number');
  const names = [country, region, city].every((value) => typeof value === 'string');
  if (!numbers || !names || precision === undefined) return null;
  return { lat, lng, country, region, city, accuracyKm, precision };
}

function readEvent(
  { s, categories, events }: Encoded,
  places: readonly Place[],
  at: number,
  before: number,
): LiveEvent | null {
  const type = EVENT_TYPES[Number(events[at + 1])];
  const [offset, ts] = [before + Number(events[at]), s + Number(events[at + 2])];
  const place = events[at + 3] === -1 ? null : places[Number(events[at + 3])];
  const category = events[at + 4] === -1 ? null : categories[Number(events[at + 4])];
  const [pinId, boardId] = [idOf(events[at + 5]), idOf(events[at + 6])];
  const whole =
    Number.isSafeInteger(offset) && Number.isFinite(ts) && pinId !== undefined && boardId !== undefined;
  if (!whole || type === undefined || place === undefined || category === undefined) return null;
  return { offset, type, ts, place, category, pinId, boardId };
}

const idOf = (value: unknown): string | null | undefined =>
  value === null || typeof value === 'string' ? value : undefined;

/** Cuts a batch so that no part encodes to more than `maxBytes` of UTF-8, unless it is of a single event. */
export function splitLiveBatch(batch: LiveBatch, maxBytes: number): readonly string[] {
  const text = encodeLiveBatch(batch);
  // A UTF-16 unit is at most 3 bytes: most texts need not be measured.
  if (text.length * 3 <= maxBytes || utf8Bytes(text) <= maxBytes || batch.events.length <= 1) return [text];
  const middle = batch.events.length >> 1;
  return [
    ...splitLiveBatch({ ...batch, events: batch.events.slice(0, middle) }, maxBytes),
    ...splitLiveBatch({ ...batch, events: batch.events.slice(middle) }, maxBytes),
  ];
}

/** Length in UTF-8, without encoding it: a code unit below 0x80 is one byte, below 0x800 two, half a pair two. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
