import type { EngagementEvent } from './event';

/** Why bytes did not become an event. Closed: each is a dead-letter reason. */
export type DecodeReason =
  | 'empty'
  | 'not_utf8'
  | 'not_json'
  | 'too_large'
  | 'not_an_event'
  | 'unsupported_format'
  | 'missing_field'
  | 'bad_field'
  | 'unknown_type'
  | 'ts_out_of_range';

export type Refusal = {
  readonly ok: false;
  readonly reason: DecodeReason;
  /** The field at fault, dotted (`pin.title`), or null. */
  readonly field: string | null;
  /** In words, for a person; never carries the value. */
  readonly detail: string;
};

export type DecodeResult = { readonly ok: true; readonly event: EngagementEvent } | Refusal;

/** What `decodeEvent` needs of a record. */
export type EncodedEvent = {
  readonly value: Uint8Array | null;
  /** Lower-cased names. */
  readonly headers: Readonly<Record<string, Uint8Array>>;
  /** Epoch ms of the record: stands in for a missing `ts` and bounds a given one. */
  readonly timestamp: number;
};

export function refuse(reason: DecodeReason, detail: string, field: string | null = null): Refusal {
  return { ok: false, reason, field, detail };
}
