import type { Unreadable } from '../unreadable';
import { LETTER_STATES, type LetterQuery, type LetterSelection, type LetterState } from './desk';
import { isLetterReason } from './reasons';

/** A query as the search part of an address; `readQuery` reads it. */
export function queryText({ selection, state, limit, after }: LetterQuery): string {
  const { reason, topic, partition, since } = selection;
  const given = { reason, topic, partition, since, state: state ?? 'any', limit, after: after ?? undefined };
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) search.set(name, String(value));
  return search.toString();
}

const MAX_LIMIT = 1_000;
const isWhole = (value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): value is number =>
  Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;

/** Checks a selection that came as JSON, or as text from an address. */
export function readSelection(given: Readonly<Record<string, unknown>>): LetterSelection | Unreadable {
  const { reason, topic, partition, since } = given;
  if (reason !== undefined && !(typeof reason === 'string' && isLetterReason(reason)))
    return { field: 'reason', reason: 'is not one that there is' };
  if (topic !== undefined && !(typeof topic === 'string' && topic.length <= 255))
    return { field: 'topic', reason: 'must be a string' };
  if (partition !== undefined && !isWhole(partition, 0))
    return { field: 'partition', reason: 'must be a whole number' };
  if (since !== undefined && !isWhole(since, 0))
    return { field: 'since', reason: 'must be a whole number of milliseconds since 1970' };
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(topic === undefined ? {} : { topic }),
    ...(partition === undefined ? {} : { partition }),
    ...(since === undefined ? {} : { since }),
  };
}

const numberIn = (text: string | null): number | undefined =>
  text === null ? undefined : /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;

export function readQuery(search: URLSearchParams): LetterQuery | Unreadable {
  const selection = readSelection({
    reason: search.get('reason') ?? undefined,
    topic: search.get('topic') ?? undefined,
    partition: numberIn(search.get('partition')),
    since: numberIn(search.get('since')),
  });
  if ('field' in selection) return selection;
  const state = search.get('state') ?? 'open';
  if (state !== 'any' && !(LETTER_STATES as readonly string[]).includes(state))
    return { field: 'state', reason: `must be one of ${LETTER_STATES.join(', ')}, any` };
  const limit = numberIn(search.get('limit')) ?? 50;
  if (!isWhole(limit, 1, MAX_LIMIT)) return { field: 'limit', reason: `must be from 1 to ${MAX_LIMIT}` };
  return {
    selection,
    state: state === 'any' ? null : (state as LetterState),
    limit,
    after: search.get('after'),
  };
}
