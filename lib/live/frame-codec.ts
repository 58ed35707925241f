import { EVENT_TYPES } from '../events/event';
import { type Place, PRECISIONS } from '../geo/place';
import { fromBase64, toBase64 } from './base64';
import { ByteReader, ByteWriter } from './bytes';
import { type Card, type Frame, type FrameRecord, LIVE_VERSION } from './protocol';

/** A text that is not a frame of this version. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

const FLAG_CATCHING_UP = 1;
const FLAG_LATE = 1;
/** Degrees are carried as multiples of 1e-5 (about a metre). */
const DEGREE = 1e5;
const MAX_U16 = 0xffff;
const MAX_U32 = 0xffffffff;
const RECORD_BYTES = 18;

/**
 * One frame as one string: base64 of the binary layout in docs/wire-protocol.md. A single string packet is encoded once for
 * a whole Socket.IO room. At most 65,535 places and 65,535 categories, else RangeError: a number that wrapped would draw a
 * ring at another place. A record's age is cut at 49 days (2^32 ms).
 */
export function encodeFrame(frame: Frame): string {
  if (frame.places.length > MAX_U16 || frame.categories.length > MAX_U16)
    throw new RangeError(
      `${frame.places.length} places and ${frame.categories.length} categories in a frame`,
    );
  const out = new ByteWriter(
    160 + frame.places.length * 40 + frame.records.length * RECORD_BYTES + frame.cards.length * 400,
  );
  out.u8(LIVE_VERSION);
  out.u8(frame.catchingUp ? FLAG_CATCHING_UP : 0);
  out.f64(frame.from.epoch);
  for (const { offset, index } of [frame.from, frame.to]) {
    out.f64(offset);
    out.i32(index);
  }
  out.f64(frame.serverTime);
  out.f64(frame.newestTs);
  const { pin, repin, comment, login, unlocatedRepins } = frame.totals;
  for (const total of [pin, repin, comment, login, unlocatedRepins]) out.f64(total);
  out.u16(frame.places.length);
  for (const place of frame.places) out.bytes(encodePlace(place));
  out.u16(frame.categories.length);
  for (const category of frame.categories) out.text(category);
  out.u32(frame.records.length);
  for (const record of frame.records) writeRecord(out, record, frame.serverTime);
  out.longText(frame.cards.length === 0 ? '' : JSON.stringify(frame.cards));
  return toBase64(out.finish());
}

/** A hub keeps one object per place and names it in frame after frame. */
const placeBytes = new WeakMap<Place, Uint8Array>();

function encodePlace(place: Place): Uint8Array {
  const known = placeBytes.get(place);
  if (known) return known;
  const out = new ByteWriter(64);
  writePlace(out, place);
  const bytes = out.finish().slice();
  placeBytes.set(place, bytes);
  return bytes;
}

function writePlace(out: ByteWriter, place: Place): void {
  out.i32(Math.round(place.lat * DEGREE));
  out.i32(Math.round(place.lng * DEGREE));
  out.u16(Math.min(Math.round(place.accuracyKm), MAX_U16));
  out.u8(PRECISIONS.indexOf(place.precision));
  out.text(place.country);
  out.text(place.region);
  out.text(place.city);
}

function writeRecord(out: ByteWriter, record: FrameRecord, serverTime: number): void {
  out.u16(record.place);
  out.u16(record.category < 0 ? MAX_U16 : record.category);
  out.u32(record.count);
  out.u8(EVENT_TYPES.indexOf(record.type));
  out.u8(record.late ? FLAG_LATE : 0);
  out.u32(Math.min(Math.max(serverTime - record.ts, 0), MAX_U32));
  out.u32(record.seed);
}

/** Reads a frame. Throws FrameError for anything that is not one. */
export function decodeFrame(text: string): Frame {
  const bytes = fromBase64(text);
  if (!bytes) throw new FrameError('not base64');
  try {
    return readFrame(new ByteReader(bytes));
  } catch (error) {
    throw error instanceof FrameError ? error : new FrameError(`broken: ${(error as Error).message}`);
  }
}

function readFrame(reader: ByteReader): Frame {
  const version = reader.u8();
  if (version !== LIVE_VERSION) throw new FrameError(`version ${version}, not ${LIVE_VERSION}`);
  const catchingUp = (reader.u8() & FLAG_CATCHING_UP) !== 0;
  const epoch = reader.f64();
  const from = { epoch, offset: reader.f64(), index: reader.i32() };
  const to = { epoch, offset: reader.f64(), index: reader.i32() };
  const serverTime = reader.f64();
  const newestTs = reader.f64();
  for (const number of [epoch, from.offset, to.offset, serverTime, newestTs])
    if (!Number.isSafeInteger(number)) throw new FrameError('a number that is no count of anything');
  const totals = {
    pin: reader.f64(),
    repin: reader.f64(),
    comment: reader.f64(),
    login: reader.f64(),
    unlocatedRepins: reader.f64(),
  };
  const places = Array.from({ length: reader.u16() }, () => readPlace(reader));
  const categories = Array.from({ length: reader.u16() }, () => reader.text());
  const count = reader.u32();
  if (count * RECORD_BYTES > reader.remaining) throw new FrameError('fewer records than it says');
  const records = Array.from({ length: count }, () =>
    readRecord(reader, serverTime, places.length, categories.length),
  );
  const tail = reader.longText();
  const cards: unknown = tail === '' ? [] : JSON.parse(tail);
  if (!Array.isArray(cards)) throw new FrameError('cards are no list');
  if (reader.remaining > 0) throw new FrameError('longer than it says');
  return {
    from,
    to,
    serverTime,
    newestTs,
    catchingUp,
    totals,
    places,
    categories,
    records,
    cards: cards as Card[],
  };
}

function readPlace(reader: ByteReader): Place {
  const lat = reader.i32() / DEGREE;
  const lng = reader.i32() / DEGREE;
  const accuracyKm = reader.u16();
  const precision = PRECISIONS[reader.u8()];
  if (!precision) throw new FrameError('unknown precision');
  if (Math.abs(lat) > 90 || Math.abs(lng) > 180) throw new FrameError('a place that is not on Earth');
  return {
    lat,
    lng,
    accuracyKm,
    precision,
    country: reader.text(),
    region: reader.text(),
    city: reader.text(),
  };
}

function readRecord(reader: ByteReader, serverTime: number, places: number, categories: number): FrameRecord {
  const place = reader.u16();
  const category = reader.u16();
  const count = reader.u32();
  const type = EVENT_TYPES[reader.u8()];
  const late = (reader.u8() & FLAG_LATE) !== 0;
  const ts = serverTime - reader.u32();
  const seed = reader.u32();
  if (place >= places || !type) throw new FrameError('a record points nowhere');
  if (category !== MAX_U16 && category >= categories) throw new FrameError('a record points nowhere');
  return { type, place, category: category === MAX_U16 ? -1 : category, count, ts, late, seed };
}
