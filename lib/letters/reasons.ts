import type { DecodeReason } from '../events/refusal';

export type LetterReason = DecodeReason | 'refused_by_store' | 'unreadable_batch';

/** Every reason there is, in words. */
export const LETTER_REASONS: Readonly<Record<LetterReason, string>> = {
  empty: 'the record has no value',
  not_utf8: 'its bytes are not UTF-8',
  not_json: 'its text is not JSON',
  too_large: 'longer than an event may be',
  not_an_event: 'JSON, but not an object',
  unsupported_format: 'a format that is not read',
  missing_field: 'a field is missing',
  bad_field: 'a field holds what it must not',
  unknown_type: 'a type of event that is not known',
  ts_out_of_range: 'its time cannot be right',
  refused_by_store: 'the database refused its row',
  unreadable_batch: 'a packed batch that cannot be unpacked',
};

export const isLetterReason = (text: string): text is LetterReason => Object.hasOwn(LETTER_REASONS, text);

/** Why a dead letter cannot be replayed from its row. */
export const SKIP_CAUSES = {
  unreadable_batch: 'a range of records that could not be read: there is no payload',
  payload_cut: 'only the first 64 KiB of its payload were kept',
  record_not_kept: 'its time and headers were not kept (an older version, or too many headers)',
} as const;
export type SkipCause = keyof typeof SKIP_CAUSES;
