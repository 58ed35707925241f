import { readEnvelope } from './envelope';
import type { SourceCoordinates } from './event';
import { isObject } from './fields';
import { LIMITS } from './limits';
import { readEvent } from './read-event';
import { type DecodeResult, type EncodedEvent, refuse } from './refusal';

export type { DecodeReason, DecodeResult, EncodedEvent } from './refusal';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const OPENING_BRACE = 0x7b;
/** Confluent's wire format: a zero byte and a schema id of four, then the payload. */
const REGISTRY_PREFIX_BYTES = 5;

/**
 * Bytes to an event or a reason. Accepts flat JSON, CloudEvents 1.0 (structured, binary) and JSON behind the 5-byte
 * schema-registry prefix. Never throws for data, and the same record always gives the same answer: the clock is the
 * record's own timestamp.
 */
export function decodeEvent(record: EncodedEvent, at: SourceCoordinates): DecodeResult {
  let bytes = record.value;
  if (bytes === null || bytes.length === 0) return refuse('empty', 'the record has no value');
  if (bytes.length > LIMITS.eventBytes)
    return refuse('too_large', `the record is longer than ${LIMITS.eventBytes} bytes`);
  if (bytes[0] === 0) {
    bytes = bytes.subarray(REGISTRY_PREFIX_BYTES);
    if (bytes[0] !== OPENING_BRACE)
      return refuse('unsupported_format', 'a schema-registry payload that is not JSON (Avro or Protobuf?)');
  }
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return refuse('not_utf8', 'the value is not valid UTF-8');
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('not_json', 'the value is not valid JSON');
  }
  if (!isObject(json)) return refuse('not_an_event', 'the value is not a JSON object');
  const envelope = readEnvelope(json, record.headers);
  if (!envelope.ok) return envelope;
  return readEvent(envelope.value, record.timestamp, at);
}
