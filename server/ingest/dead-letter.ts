import { createHash } from 'node:crypto';
import type { EncodedEvent } from '../../lib/events/decode';
import type { DeadLetter, DeadLetterReason } from '../store/store';
import { packHeaders } from './record-headers';

/** Longer payloads are cut; length and hash tell of the whole. */
export const MAX_DEAD_LETTER_BYTES = 64 * 1024;

/** The dead letter of one record. `detail` must not carry the payload, an address or a user id. */
export function deadLetter(
  letter: Pick<DeadLetter, 'offset' | 'reason' | 'detail' | 'field' | 'at'> & {
    readonly lastOffset?: number;
  },
  record: EncodedEvent | null,
): DeadLetter {
  const bytes = record?.value ?? new Uint8Array();
  return {
    offset: letter.offset,
    lastOffset: letter.lastOffset ?? letter.offset,
    reason: letter.reason satisfies DeadLetterReason,
    detail: letter.detail,
    field: letter.field,
    payload: bytes.length > MAX_DEAD_LETTER_BYTES ? bytes.subarray(0, MAX_DEAD_LETTER_BYTES) : bytes,
    payloadBytes: bytes.length,
    payloadSha256: createHash('sha256').update(bytes).digest('hex'),
    at: letter.at,
    recordTime: record?.timestamp ?? null,
    headers: record === null ? null : packHeaders(record.headers),
  };
}
