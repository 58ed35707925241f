import type { EventType } from '../../../lib/events/event';
import type { Place } from '../../../lib/geo/place';
import type { LocatedEvent, StoreBatch } from '../store';
import { PositionBehindError, StaleEpochError, StoreDataError, StoreUnavailableError } from '../store';
import { StoreConfigError } from '../store-config-error';
import type { EmbeddedOutcome } from './embedded-database';
import type { EngineMethod } from './engine';

export type ThreadData = { readonly file: string };

export type ThreadRequest =
  | { readonly id: number; readonly method: EngineMethod; readonly parameters: readonly unknown[] }
  | { readonly id: number; readonly method: 'close'; readonly parameters: readonly [] };

/** An error as it crosses threads: a structured clone would lose its class. */
export type ThreadError = {
  readonly name: string;
  readonly message: string;
  readonly option: string | null;
  readonly cause: string | null;
};

export type ThreadReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ThreadError };

/** A write's outcome with places in the batch for the events: they are on the other side already. */
export type SlimOutcome = Omit<EmbeddedOutcome, 'publishable'> & { readonly publishable: readonly number[] };

export function packError(error: unknown): ThreadError {
  const known = error instanceof Error ? error : new Error(String(error));
  return {
    name: known.name,
    message: known.message,
    option: known instanceof StoreConfigError ? known.option : null,
    cause: typeof known.cause === 'string' ? known.cause : null,
  };
}

export function unpackError(packed: ThreadError): Error {
  const { name, message, option, cause } = packed;
  if (name === 'StoreDataError') return new StoreDataError(message);
  if (name === 'StaleEpochError') return new StaleEpochError(message);
  if (name === 'PositionBehindError') return new PositionBehindError(message);
  if (name === 'StoreConfigError') {
    const prefix = `${option}: `;
    return new StoreConfigError(
      option ?? 'DATA_DIR',
      message.startsWith(prefix) ? message.slice(prefix.length) : message,
    );
  }
  if (name === 'StoreUnavailableError')
    return new StoreUnavailableError(message, cause === null ? undefined : { cause });
  return new Error(`in the database thread: ${name}: ${message}`);
}

type PackedEvent = readonly [
  key: string,
  idDerived: 0 | 1,
  type: EventType,
  ts: number,
  userId: string | null,
  pinId: string | null,
  boardId: string | null,
  text: string | null,
  offset: number,
  place: number,
  category: string | null,
];

/** A batch on its way into the thread. `events` is JSON: half the price of a structured clone of them (measured). */
export type PackedBatch = Omit<StoreBatch, 'events'> & { readonly events: string };

/** Takes along what a row is made of, and each place once. */
export function packBatch(batch: StoreBatch): PackedBatch {
  const numbers = new Map<Place, number>();
  const places: Place[] = [];
  const rows = batch.events.map((event): PackedEvent => {
    let place = -1;
    if (event.place !== null) {
      place = numbers.get(event.place) ?? places.length;
      if (place === places.length) {
        places.push(event.place);
        numbers.set(event.place, place);
      }
    }
    const { key, type, ts, userId, pinId, boardId, offset, category } = event;
    const text = type === 'comment' ? event.text : null;
    return [key, event.idDerived ? 1 : 0, type, ts, userId, pinId, boardId, text, offset, place, category];
  });
  return { ...batch, events: JSON.stringify([places, rows]) };
}

/** The batch as the database needs it. What no row holds (address, pin, the producer's location) stayed behind. */
export function unpackBatch(packed: PackedBatch): StoreBatch {
  const [places, rows] = JSON.parse(packed.events) as readonly [readonly Place[], readonly PackedEvent[]];
  const events = rows.map(
    ([key, derived, type, ts, userId, pinId, boardId, text, offset, place, category]): LocatedEvent => ({
      key,
      id: key,
      source: null,
      idDerived: derived === 1,
      type,
      ts,
      userId,
      ip: null,
      location: null,
      pinId,
      boardId,
      pin: null,
      text,
      offset,
      place: places[place] ?? null,
      category,
    }),
  );
  return { ...packed, events };
}
