import { decodeEvent } from '../../lib/events/decode';
import type { EngagementEvent, EventType } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import { givenPlace } from '../../lib/geo/precision';
import type { DeadLetter, LocatedEvent, PinWrite } from '../store/store';
import { deadLetter } from './dead-letter';
import type { PlaceLookup } from './geo/place-lookup';
import type { PinLookup } from './pins/pin-lookup';
import type { RawMessage, SourceBatch } from './source';

/** A batch sorted by outcome: each record of it is in exactly one of the three. */
export type DecodedBatch = {
  readonly wanted: readonly EngagementEvent[];
  /** Dropped by the type filter; their full pins are still saved. */
  readonly filtered: readonly EngagementEvent[];
  readonly refused: readonly DeadLetter[];
};

/** Decodes and filters by event type. `now` stamps the dead letters, epoch ms. */
export function decodeBatch(
  batch: SourceBatch,
  epoch: number,
  types: ReadonlySet<EventType>,
  now: number,
): DecodedBatch {
  const wanted: EngagementEvent[] = [];
  const filtered: EngagementEvent[] = [];
  const refused: DeadLetter[] = [];
  const at = { topic: batch.topic, partition: batch.partition, epoch, offset: 0 };
  for (const message of batch.messages) {
    at.offset = message.offset;
    const result = decodeEvent(message, at);
    if (!result.ok) {
      const { reason, detail, field } = result;
      refused.push(deadLetter({ offset: message.offset, reason, detail, field, at: now }, message));
    } else {
      const { event } = result;
      (types.has(event.type) ? wanted : filtered).push(event);
    }
  }
  for (const { firstOffset, lastOffset, detail } of batch.unreadable ?? [])
    refused.push(
      deadLetter(
        { offset: firstOffset, lastOffset, reason: 'unreadable_batch', detail, field: null, at: now },
        null,
      ),
    );
  return { wanted, filtered, refused: refused.sort((a, b) => a.offset - b.offset) };
}

export type Enrichment = { readonly places: PlaceLookup; readonly pins: PinLookup };

/** Adds place and category to each event, and works out which pins are to be saved. */
export async function enrichEvents(
  { wanted, filtered }: DecodedBatch,
  { places, pins }: Enrichment,
): Promise<{ readonly events: readonly LocatedEvent[]; readonly pins: readonly PinWrite[] }> {
  const [located, answer] = await Promise.all([
    places.locateAll(wanted.map((event) => (event.location === null ? event.ip : null))),
    pins.lookUp(wanted, filtered),
  ]);
  const events = wanted.map((event, index) =>
    locatedEvent(
      event,
      event.location === null ? (located[index] ?? null) : givenPlace(event.location),
      event.pinId === null ? null : (answer.categories.get(event.pinId) ?? null),
    ),
  );
  return { events, pins: answer.writes };
}

/** Field by field: all of one shape, at a fraction of what a spread costs. */
function locatedEvent(event: EngagementEvent, place: Place | null, category: string | null): LocatedEvent {
  return {
    key: event.key,
    id: event.id,
    source: event.source,
    idDerived: event.idDerived,
    type: event.type,
    ts: event.ts,
    userId: event.userId,
    ip: event.ip,
    location: event.location,
    pinId: event.pinId,
    boardId: event.boardId,
    pin: event.pin,
    text: event.text,
    offset: event.offset,
    place,
    category,
  };
}

/** The whole range that a batch accounts for, both ends included. */
export function offsetRange(batch: SourceBatch): { readonly first: number; readonly last: number } {
  const offsets = [
    batch.messages[0]?.offset,
    batch.messages.at(-1)?.offset,
    ...(batch.unreadable ?? []).flatMap(({ firstOffset, lastOffset }) => [firstOffset, lastOffset]),
  ].filter((offset) => offset !== undefined);
  return { first: Math.min(...offsets), last: Math.max(...offsets) };
}

/** Names a topic's content at one offset: after the topic was made anew the same offset has another one. */
export function fingerprint(message: RawMessage | undefined): { timestamp: number; crc: number } | null {
  return message ? { timestamp: message.timestamp, crc: crc32(message.value ?? new Uint8Array()) } : null;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 (IEEE 802.3). zlib's own came only with Node 22.2. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
