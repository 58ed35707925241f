import { EVENT_TYPES } from '../../lib/events/event';
import type { StoreBatch } from '../../server/store/store';
import { aBatch, anEvent } from '../../server/store/store-fixtures';

/** Every 7th offset is filtered out, every 31st is a dead letter, every 13th repeats the key of five before it. */
export function crashOutcome(offset: number): 'filtered' | 'dead' | 'duplicate' | 'row' {
  if (offset % 7 === 3) return 'filtered';
  if (offset % 31 === 5) return 'dead';
  const repeats = offset % 13 === 12 && offset - 5 >= 0;
  return repeats && (offset - 5) % 7 !== 3 && (offset - 5) % 31 !== 5 ? 'duplicate' : 'row';
}

export const crashKey = (offset: number): string =>
  `key-${crashOutcome(offset) === 'duplicate' ? offset - 5 : offset}`;

/** The same offsets give the same content, whoever asks and wherever the batch begins. */
export function crashBatch(first: number, last: number): StoreBatch {
  const to = Math.min(last, first + 100 + (first % 200));
  const offsets = Array.from({ length: to - first + 1 }, (_, at) => first + at);
  const of = (...outcomes: readonly string[]) =>
    offsets.filter((offset) => outcomes.includes(crashOutcome(offset)));
  return aBatch(
    of('row', 'duplicate').map((offset) => {
      // A duplicate has its original's type, or it would lie in another table.
      const origin = Number(crashKey(offset).slice(4));
      return anEvent(offset, crashKey(offset), EVENT_TYPES[origin % 4] ?? 'repin');
    }),
    {
      topic: 'crash',
      partition: 0,
      firstOffset: first,
      lastOffset: to,
      filtered: of('filtered'),
      deadLetters: of('dead').map((offset) => ({
        offset,
        lastOffset: offset,
        reason: 'not_json',
        detail: 'not JSON',
        field: null,
        payload: new Uint8Array([offset % 256]),
        payloadBytes: 1,
        payloadSha256: '',
        at: 1,
        recordTime: 1,
        headers: '{}',
      })),
      pins: offsets.map((offset) => ({ pinId: `pin-${offset % 50}`, pin: null, ts: 0, offset })),
    },
  );
}
