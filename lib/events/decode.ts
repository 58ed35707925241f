import type { EngagementEvent, SourceCoordinates } from './event';

/** Why bytes did not become an event. Closed: each is a dead-letter reason. */
export type DecodeReason =
  | 'empty'
  | 'not_utf8'
  | 'not_json'
  | 'too_large'
  | 'too_deep'
  | 'not_an_event'
  | 'unsupported_format'
  | 'missing_field'
  | 'bad_field'
  | 'unknown_type'
  | 'ts_out_of_range';

export type DecodeResult =
  | { readonly ok: true; readonly event: EngagementEvent }
  | {
      readonly ok: false;
      readonly reason: DecodeReason;
      /** The field at fault, dotted (`pin.title`), or null. */
      readonly field: string | null;
      /** In words, for a person; never carries the value. */
      readonly detail: string;
    };

/** What `decodeEvent` needs of a record. */
export type EncodedEvent = {
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, Uint8Array>>;
  /** Epoch ms of the record: stands in for a missing `ts` and bounds a given one. */
  readonly timestamp: number;
};

/** Bytes to an event or a reason. Never throws for data; the same record always gives the same answer. */
export declare function decodeEvent(record: EncodedEvent, at: SourceCoordinates): DecodeResult;
