import { maskAddresses, maskPayload } from '../../lib/events/mask';
import type { ListedLetter, ShownLetter } from '../../lib/letters/desk';
import { formatLetterKey } from '../../lib/letters/letter-key';
import { unpackHeaders } from '../ingest/record-headers';
import type { StoredDeadLetter } from '../store/store';
import { skipCause } from './replay';

/** The header names that are used; others might be anybody's. */
const KNOWN_HEADER = /^(ce[-_][a-z]{1,20}|content-type|traceparent|tracestate)$/;

/** A dead letter for a list: nothing of its payload. */
export function presentListed(letter: StoredDeadLetter): ListedLetter {
  return {
    key: formatLetterKey(letter),
    reason: letter.reason,
    state: letter.state,
    field: letter.field === null ? null : maskAddresses(letter.field),
    detail: maskAddresses(letter.detail),
    at: letter.at,
    recordTime: letter.recordTime,
    payloadBytes: letter.payloadBytes,
    records: letter.lastOffset - letter.offset + 1,
    outcome: letter.outcome,
    settledAt: letter.settledAt,
  };
}

/** One, with the shape of its payload and without anything that names a person: no hash, which could be tried out, either. */
export function presentShown(letter: StoredDeadLetter): ShownLetter {
  const headers = unpackHeaders(letter.headers ?? '{}') ?? {};
  return {
    ...presentListed(letter),
    payload: maskPayload(letter.payload),
    payloadKept: letter.payload.length,
    headers: Object.entries(headers).map(([name, { length }], index) => ({
      name: KNOWN_HEADER.test(name) ? name : `<name ${index + 1}>`,
      bytes: length,
    })),
    skip: letter.state === 'open' ? skipCause(letter) : null,
  };
}
