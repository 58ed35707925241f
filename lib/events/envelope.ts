import { FieldFault, isObject, readId } from './fields';
import { LIMITS } from './limits';
import { type Refusal, refuse } from './refusal';

type Json = Readonly<Record<string, unknown>>;

/** The body of an event and what its envelope said about it. */
export type Envelope = {
  readonly body: Json;
  /** CloudEvents attributes; null for flat JSON. */
  readonly cloud: {
    readonly id: string;
    readonly source: string;
    readonly type: string;
    /** Epoch ms of `time`; null when absent. */
    readonly time: number | null;
  } | null;
};

const text = new TextDecoder();
const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** NaN for what no calendar has, which Date would roll over into the next month. A leap second is the one after it. */
function rfc3339Ms(text: string): number {
  const [, year, month, day, hour, minute, second, fraction = '', zone = ''] = RFC3339.exec(text) ?? [];
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (midnight.getUTCDate() !== Number(day)) return Number.NaN;
  const leap = second === '60';
  const time = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${leap ? '59' : second}${leap ? '' : fraction}${zone.toUpperCase()}`,
  );
  return leap ? time + 1_000 : time;
}

function readTime(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  const time = typeof value === 'string' ? rfc3339Ms(value) : Number.NaN;
  if (Number.isNaN(time)) throw new FieldFault('time', 'must be an RFC 3339 timestamp');
  return time;
}

function readAttributes(attributes: Json): NonNullable<Envelope['cloud']> {
  if (attributes.specversion !== '1.0') throw new FieldFault('specversion', 'must be 1.0');
  const required = (name: string, max: number) => {
    const value = readId(attributes, name, max);
    if (value === null) throw new FieldFault(name, 'is missing', true);
    return value;
  };
  return {
    id: required('id', LIMITS.idBytes),
    source: required('source', LIMITS.sourceBytes),
    type: required('type', LIMITS.sourceBytes),
    time: readTime(attributes.time),
  };
}

/** The `data` of a structured CloudEvent, which may be JSON, a JSON text or base64 of one. */
function readData(event: Json): Json | null {
  let data = event.data;
  const encoded = event.data_base64;
  try {
    if (data === undefined && typeof encoded === 'string') {
      const binary = atob(encoded);
      data = JSON.parse(text.decode(Uint8Array.from(binary, (character) => character.charCodeAt(0))));
    } else if (typeof data === 'string') data = JSON.parse(data);
  } catch {
    return null;
  }
  return isObject(data) ? data : null;
}

/**
 * Takes an event out of its envelope: CloudEvents 1.0 binary (attributes in `ce_` headers, the value is the data),
 * structured (the value is the envelope), or none.
 * Source: CloudEvents Kafka protocol binding 1.0.2, sections 3.2 and 3.3.
 */
export function readEnvelope(
  json: Json,
  headers: Readonly<Record<string, Uint8Array>>,
): { readonly ok: true; readonly value: Envelope } | Refusal {
  try {
    if (headers.ce_specversion !== undefined) {
      const attributes: Record<string, unknown> = {};
      for (const name of ['specversion', 'id', 'source', 'type', 'time']) {
        const value = headers[`ce_${name}`];
        if (value !== undefined) attributes[name] = text.decode(value);
      }
      return { ok: true, value: { body: json, cloud: readAttributes(attributes) } };
    }
    if (typeof json.specversion === 'string') {
      const cloud = readAttributes(json);
      const body = readData(json);
      if (body === null) return refuse('bad_field', 'must be a JSON object', 'data');
      return { ok: true, value: { body, cloud } };
    }
    return { ok: true, value: { body: json, cloud: null } };
  } catch (fault) {
    if (fault instanceof FieldFault)
      return refuse(fault.missing ? 'missing_field' : 'bad_field', fault.message, fault.field);
    throw fault;
  }
}
