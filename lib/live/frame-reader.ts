import { EVENT_TYPES } from '../events/event';
import { type Place, PRECISIONS } from '../geo/place';
import { fromBase64 } from './base64';
import { ByteReader } from './bytes';
import {
  AGE_MS,
  DEGREE,
  FAR_CATEGORY,
  FLAG_AWAY,
  FLAG_CATCHING_UP,
  LATE_AGE_MS,
  NO_CATEGORY,
} from './frame-codec';
import { BOOK_CATEGORIES, BOOK_PLACES, type Book, EMPTY_BOOK, formatMark, markOf } from './place-book';
import { type Card, type Frame, type FrameRecord, LIVE_VERSION } from './protocol';

/** A text that is not a frame of this version. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Room above the limits: a hub begins a new book only between two frames. */
const MAX_PLACES = BOOK_PLACES * 8;

/**
 * A viewer's reading of frames. It learns the book as frames tell it: the places and categories that numbers stand for.
 * One per viewer; it outlives connections.
 */
export class FrameReader {
  #id = EMPTY_BOOK.id;
  #places: Place[] = [];
  #categories: string[] = [];

  /** What is known, as it goes over the wire. */
  get known(): string {
    return formatMark(markOf({ id: this.#id, places: this.#places, categories: this.#categories }));
  }

  /** Begins with the book that a snapshot holds. */
  learn({ id, places, categories }: Book): void {
    this.#id = id;
    this.#places = [...places];
    this.#categories = [...categories];
  }

  /**
   * The frame; null when it builds on a part of the book that this reader does not know: the server has to be asked to go
   * on from the cursor, and tells it. Throws FrameError for anything that is not a frame.
   */
  read(text: string): Frame | null {
    const bytes = fromBase64(text);
    if (!bytes) throw new FrameError('not base64');
    try {
      return this.#read(new ByteReader(bytes));
    } catch (error) {
      throw error instanceof FrameError ? error : new FrameError(`broken: ${(error as Error).message}`);
    }
  }

  #read(reader: ByteReader): Frame | null {
    const version = reader.u8();
    if (version !== LIVE_VERSION) throw new FrameError(`version ${version}, not ${LIVE_VERSION}`);
    const flags = reader.u8();
    const cellDegrees = reader.u8();
    const epoch = reader.varint();
    const from = { epoch, offset: reader.varint() - 1, index: reader.varint() - 1 };
    const to = { epoch, offset: reader.varint() - 1, index: reader.varint() - 1 };
    const serverTime = reader.varint();
    const newestTs = reader.varint();
    const totals = {
      pin: reader.varint(),
      repin: reader.varint(),
      comment: reader.varint(),
      login: reader.varint(),
      unlocatedRepins: reader.varint(),
    };
    const told = readBook(reader);
    const sizes = {
      places: told.knownPlaces + told.places.length,
      categories: told.knownCategories + told.categories.length,
    };
    const records = [...readSingles(reader, serverTime, sizes), ...readFolds(reader, serverTime, sizes)];
    const tail = reader.text();
    const cards: unknown = tail === '' ? [] : JSON.parse(tail);
    if (!Array.isArray(cards)) throw new FrameError('cards are no list');
    if (reader.remaining > 0) throw new FrameError('longer than it says');
    // Only a frame that was read to its end teaches anything.
    if (!this.#learnMore(told)) return null;
    return {
      from,
      to,
      serverTime,
      newestTs,
      catchingUp: (flags & FLAG_CATCHING_UP) !== 0,
      away: (flags & FLAG_AWAY) !== 0,
      cellDegrees,
      totals,
      book: { id: this.#id, places: this.#places, categories: this.#categories },
      records,
      cards: cards as Card[],
    };
  }

  /** False when something between what is known and what is told is missing. */
  #learnMore(told: ToldBook): boolean {
    if (told.id !== this.#id) {
      if (told.knownPlaces > 0 || told.knownCategories > 0) return false;
      this.learn(EMPTY_BOOK);
      this.#id = told.id;
    }
    if (told.knownPlaces > this.#places.length || told.knownCategories > this.#categories.length)
      return false;
    this.#places.push(...told.places.slice(this.#places.length - told.knownPlaces));
    this.#categories.push(...told.categories.slice(this.#categories.length - told.knownCategories));
    return true;
  }
}

/** Reads one frame that tells all of its book. */
export function decodeFrame(text: string): Frame {
  const frame = new FrameReader().read(text);
  if (!frame) throw new FrameError('builds on a book that is not here');
  return frame;
}

type ToldBook = {
  readonly id: number;
  readonly knownPlaces: number;
  readonly places: readonly Place[];
  readonly knownCategories: number;
  readonly categories: readonly string[];
};

function readBook(reader: ByteReader): ToldBook {
  const id = reader.u32();
  const knownPlaces = reader.varint();
  const places = list(reader, MAX_PLACES - knownPlaces, () => readPlace(reader));
  const knownCategories = reader.varint();
  const categories = list(reader, BOOK_CATEGORIES - knownCategories, () => reader.text());
  return { id, knownPlaces, places, knownCategories, categories };
}

/** A list behind its length. Nothing is so small that it takes no byte: a length beyond what is left is a lie. */
function list<T>(reader: ByteReader, most: number, one: () => T): T[] {
  const count = reader.varint();
  if (count > most || count > reader.remaining) throw new FrameError('more of them than there can be');
  return Array.from({ length: count }, one);
}

function readPlace(reader: ByteReader): Place {
  const lat = reader.zigzag() / DEGREE;
  const lng = reader.zigzag() / DEGREE;
  const accuracyKm = reader.varint();
  const precision = PRECISIONS[reader.u8()];
  if (!precision) throw new FrameError('unknown precision');
  if (Math.abs(lat) > 90 || Math.abs(lng) > 180) throw new FrameError('a place that is not on Earth');
  const [country, region, city] = [reader.text(), reader.text(), reader.text()];
  return { lat, lng, accuracyKm, precision, country, region, city };
}

type Sizes = { readonly places: number; readonly categories: number };
type Kind = Pick<FrameRecord, 'type' | 'late' | 'category'>;

function readKind(reader: ByteReader, sizes: Sizes): Kind {
  const byte = reader.u8();
  const type = EVENT_TYPES[byte & 3] as FrameRecord['type'];
  const near = byte >> 3;
  const category = near === NO_CATEGORY ? -1 : near === FAR_CATEGORY ? reader.varint() : near - 1;
  if (category >= sizes.categories) throw new FrameError('a record points nowhere');
  return { type, late: (byte & 4) !== 0, category };
}

function nextPlace(reader: ByteReader, before: number, sizes: Sizes): number {
  const place = before + reader.varint();
  if (place >= sizes.places) throw new FrameError('a record points nowhere');
  return place;
}

function readSingles(reader: ByteReader, serverTime: number, sizes: Sizes): FrameRecord[] {
  let place = 0;
  return list(reader, Number.POSITIVE_INFINITY, () => {
    place = nextPlace(reader, place, sizes);
    const { type, late, category } = readKind(reader, sizes);
    const ts = serverTime - reader.varint() * AGE_MS;
    // Field by field, here and below: spreading takes several times as long, and records come by the thousand.
    return { type, late, category, place, count: 1, ts, seed: reader.u16() };
  });
}

function readFolds(reader: ByteReader, serverTime: number, sizes: Sizes): FrameRecord[] {
  const count = reader.varint();
  if (count > reader.remaining) throw new FrameError('more of them than there can be');
  if (count === 0) return [];
  const freshTs = serverTime - reader.varint() * AGE_MS;
  const folds: FrameRecord[] = [];
  for (let place = 0; folds.length < count; ) {
    place = nextPlace(reader, place, sizes);
    const ofPlace = reader.varint();
    if (ofPlace === 0 || ofPlace > count - folds.length)
      throw new FrameError('a place with too many records');
    for (let at = 0; at < ofPlace; at++) {
      const { type, late, category } = readKind(reader, sizes);
      const folded = reader.varint();
      const ts = late ? serverTime - reader.varint() * LATE_AGE_MS : freshTs;
      // A fold has no spot of its own: all folds of a place lie on the same one.
      folds.push({ type, late, category, place, count: folded, ts, seed: (place * 40_503) & 0xffff });
    }
  }
  return folds;
}
