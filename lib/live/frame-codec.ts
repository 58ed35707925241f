import { EVENT_TYPES } from '../events/event';
import { type Place, PRECISIONS } from '../geo/place';
import { oncePer } from '../memo';
import { toBase64 } from './base64';
import { ByteWriter } from './bytes';
import type { BookMark } from './place-book';
import { type Frame, type FrameRecord, LIVE_VERSION } from './protocol';

/** The layout, told in docs/wire-protocol.md; `frame-reader.ts` is the other half. */
export const FLAG_CATCHING_UP = 1;
export const FLAG_AWAY = 2;
/** Degrees are carried as multiples of 1e-4 (about 11 m). */
export const DEGREE = 1e4;
/** Ages are carried in units of 8 ms, those of late records in seconds. */
export const AGE_MS = 8;
export const LATE_AGE_MS = 1_000;
export const SEED_BITS = 16;
/** In a kind's five bits for the category: none, or that its number follows. */
export const NO_CATEGORY = 0;
export const FAR_CATEGORY = 31;
const MAX_SEED = 2 ** SEED_BITS - 1;

/** Bytes, as a rule: of a record that stands alone, of one among others of its place, of that place, of a new one. */
export const SINGLE_BYTES = 5.3;
export const FOLDED_BYTES = 2.4;
export const FOLDED_PLACE_BYTES = 2.2;
export const NEW_PLACE_BYTES = 26;

/** Of a reader that has not seen the book yet. */
export const NOTHING_KNOWN = { places: 0, categories: 0 };

/**
 * One frame as one string: base64 of the binary layout. A single string packet is encoded once for a whole Socket.IO
 * room. `known`: what its readers know of the book; the frame tells the rest. Records lose their order (they are sorted by
 * place), the last three bits of their age, and all but 16 bits of their seed; a fold has no seed and no age of its own
 * unless it is late.
 */
export function encodeFrame(frame: Frame, known: Omit<BookMark, 'id'> = NOTHING_KNOWN): string {
  const out = new ByteWriter(96 + frame.records.length * 6 + frame.cards.length * 400);
  out.u8(LIVE_VERSION);
  out.u8((frame.catchingUp ? FLAG_CATCHING_UP : 0) | (frame.away ? FLAG_AWAY : 0));
  out.u8(frame.cellDegrees);
  out.varint(frame.from.epoch);
  for (const { offset, index } of [frame.from, frame.to]) {
    // -1 is before the first one.
    out.varint(offset + 1);
    out.varint(index + 1);
  }
  out.varint(frame.serverTime);
  out.varint(frame.newestTs);
  const { pin, repin, comment, login, unlocatedRepins } = frame.totals;
  for (const total of [pin, repin, comment, login, unlocatedRepins]) out.varint(total);
  writeBook(out, frame, known);
  writeSingles(out, frame);
  writeFolds(out, frame);
  out.text(frame.cards.length === 0 ? '' : JSON.stringify(frame.cards));
  return toBase64(out.finish());
}

function writeBook(out: ByteWriter, { book }: Frame, known: Omit<BookMark, 'id'>): void {
  out.u32(book.id);
  out.varint(known.places);
  out.varint(book.places.length - known.places);
  for (let at = known.places; at < book.places.length; at++) {
    const place = book.places[at];
    if (place) out.bytes(encodePlace(place));
  }
  out.varint(known.categories);
  out.varint(book.categories.length - known.categories);
  for (let at = known.categories; at < book.categories.length; at++) out.text(book.categories[at] ?? '');
}

/** A hub keeps one object per place and tells it to one viewer after the other. */
const encodePlace = oncePer((place: Place): Uint8Array => {
  const out = new ByteWriter(64);
  out.zigzag(Math.round(place.lat * DEGREE));
  out.zigzag(Math.round(place.lng * DEGREE));
  out.varint(Math.round(place.accuracyKm));
  out.u8(PRECISIONS.indexOf(place.precision));
  out.text(place.country);
  out.text(place.region);
  out.text(place.city);
  return out.finish().slice();
});

const byPlace = (a: FrameRecord, b: FrameRecord) => a.place - b.place;
const standsAlone = ({ count, late }: FrameRecord) => count === 1 && !late;

function writeSingles(out: ByteWriter, frame: Frame): void {
  const singles = frame.records.filter(standsAlone).sort(byPlace);
  out.varint(singles.length);
  let place = 0;
  for (const record of singles) {
    out.varint(record.place - place);
    place = record.place;
    writeKind(out, record);
    out.varint(Math.floor(Math.max(frame.serverTime - record.ts, 0) / AGE_MS));
    out.u16(record.seed & MAX_SEED);
  }
}

function writeFolds(out: ByteWriter, frame: Frame): void {
  const folds = frame.records.filter((record) => !standsAlone(record)).sort(byPlace);
  out.varint(folds.length);
  if (folds.length === 0) return;
  out.varint(Math.floor(medianAge(folds, frame.serverTime) / AGE_MS));
  let place = 0;
  for (let at = 0; at < folds.length; ) {
    const first = folds[at] as FrameRecord;
    let end = at;
    while (folds[end]?.place === first.place) end++;
    out.varint(first.place - place);
    place = first.place;
    out.varint(end - at);
    for (; at < end; at++) {
      const record = folds[at] as FrameRecord;
      writeKind(out, record);
      out.varint(record.count);
      if (record.late) out.varint(Math.floor(Math.max(frame.serverTime - record.ts, 0) / LATE_AGE_MS));
    }
  }
}

function medianAge(folds: readonly FrameRecord[], serverTime: number): number {
  const ages = folds
    .filter(({ late }) => !late)
    .map(({ ts }) => Math.max(serverTime - ts, 0))
    .sort((a, b) => a - b);
  return ages[ages.length >> 1] ?? 0;
}

/** Type in two bits, late in one, category in five: none, the first thirty, or that its number follows. */
function writeKind(out: ByteWriter, { type, late, category }: FrameRecord): void {
  const near = category < 0 ? NO_CATEGORY : Math.min(category + 1, FAR_CATEGORY);
  out.u8(EVENT_TYPES.indexOf(type) | (late ? 4 : 0) | (near << 3));
  if (near === FAR_CATEGORY) out.varint(category);
}
