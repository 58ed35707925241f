import type { Envelope } from './envelope';
import { EVENT_TYPES, type EventType, type SourceCoordinates } from './event';
import { FieldFault, readId, readLocation, readPin, readText } from './fields';
import { LIMITS } from './limits';
import { type DecodeResult, type Refusal, refuse } from './refusal';

/** Parts source and id in a key. Neither may hold control characters, so no two pairs share a key. */
const KEY_SEPARATOR = '\u001f';

/** The key by which duplicates are dropped: the id alone, or CloudEvents `source` and `id` together. */
export function eventKey(source: string | null, id: string): string {
  return source === null ? id : source + KEY_SEPARATOR + id;
}

/** The id of an event whose producer gave none: stable across redeliveries and replays of the same record. */
export function derivedId(at: SourceCoordinates): string {
  return `${at.topic}/${at.epoch}/${at.partition}/${at.offset}`;
}

const TYPES: ReadonlyMap<string, EventType> = new Map(EVENT_TYPES.map((type) => [type, type]));

/** `repin`, or the last word of a CloudEvents type: `com.example.repin`, `com.example.repin.v2`. */
function eventType(name: string, qualified: boolean): EventType | undefined {
  const known = TYPES.get(name);
  if (known !== undefined || !qualified) return known;
  const words = name.split('.');
  if (/^v\d+$/.test(words.at(-1) ?? '')) words.pop();
  return TYPES.get(words.at(-1) ?? '');
}

function readTs(body: Envelope['body'], fallback: number, recordTime: number): number | Refusal {
  const given = body.ts ?? fallback;
  if (typeof given !== 'number' || !Number.isInteger(given))
    return refuse('bad_field', 'must be a whole number of milliseconds since 1970', 'ts');
  // A record's own time in microseconds must bound nothing, and stand in for nothing.
  const latest = Math.min(recordTime > 0 ? recordTime + LIMITS.tsAheadMs : LIMITS.tsMax, LIMITS.tsMax);
  if (given > LIMITS.tsMax)
    return refuse(
      'ts_out_of_range',
      "lies after the year 2100 (microseconds in place of milliseconds?); without ts the record's own timestamp counts",
      'ts',
    );
  if (given < LIMITS.tsMin)
    return refuse('ts_out_of_range', 'lies before the year 2000 (seconds in place of milliseconds?)', 'ts');
  if (given > latest) return refuse('ts_out_of_range', 'lies more than a day after its record', 'ts');
  return given;
}

/** Validates an event's body field by field. `recordTime` is the record's timestamp, epoch ms. */
export function readEvent(envelope: Envelope, recordTime: number, at: SourceCoordinates): DecodeResult {
  const { body, cloud } = envelope;
  try {
    const typeName = cloud?.type ?? body.type;
    if (typeName === undefined || typeName === null || typeName === '')
      return refuse('missing_field', 'is missing', 'type');
    if (typeof typeName !== 'string') return refuse('bad_field', 'must be a string', 'type');
    const type = eventType(typeName, cloud !== null);
    if (type === undefined) return refuse('unknown_type', `is none of ${EVENT_TYPES.join(', ')}`, 'type');

    const ts = readTs(body, cloud?.time ?? recordTime, recordTime);
    if (typeof ts !== 'number') return ts;

    const givenId = cloud?.id ?? readId(body, 'id', LIMITS.idBytes);
    const id = givenId ?? derivedId(at);
    const source = cloud?.source ?? null;

    const givenPinId = readId(body, 'pinId', LIMITS.pinIdBytes);
    const pin = readPin(body.pin, givenPinId);
    const pinId = givenPinId ?? pin?.id ?? null;
    const userId = readId(body, 'userId', LIMITS.userIdBytes);
    if (type === 'pin' && pin === null)
      return refuse('missing_field', 'is missing: a pin event carries it', 'pin');
    if (type !== 'login' && pinId === null) return refuse('missing_field', 'is missing', 'pinId');
    if (type === 'login' && userId === null) return refuse('missing_field', 'is missing', 'userId');

    return {
      ok: true,
      event: {
        key: eventKey(source, id),
        id,
        source,
        idDerived: givenId === null,
        type,
        ts,
        userId,
        ip: readText(body, 'ip', LIMITS.ipChars),
        location: readLocation(body),
        pinId,
        boardId: readId(body, 'boardId', LIMITS.boardIdBytes) ?? pin?.boardId ?? null,
        pin,
        text: readText(body, 'text', LIMITS.textChars),
        offset: at.offset,
      },
    };
  } catch (fault) {
    if (fault instanceof FieldFault)
      return refuse(fault.missing ? 'missing_field' : 'bad_field', fault.message, fault.field);
    throw fault;
  }
}
