import type { FiledLetter, LetterFilter, LetterGroup, LetterPlace, NewestPlace } from '../dead-letter-store';
import type { DeadLetterReason, DeadLetterState } from '../store';
import { DEAD_LETTER_COLUMNS, readDeadLetter } from './dead-letter-rows';
import { marks, query, type Script, type SqlRow, type SqlValue } from './statement';

const STREAM_COLUMNS = { topic: 'topic', partition: 'partition_id', epoch: 'epoch' } as const;
const LETTER_COLUMNS = { reason: 'reason', state: 'state' } as const;

type Where = { readonly text: string; readonly values: readonly SqlValue[] };

function equal<N extends keyof LetterFilter>(
  filter: LetterFilter,
  columns: Readonly<Record<N, string>>,
  table: string,
): { readonly conditions: string[]; readonly values: SqlValue[] } {
  const given = (Object.keys(columns) as N[]).filter((name) => filter[name] !== undefined);
  return {
    conditions: given.map((name) => `${table}.${columns[name]} = ?`),
    values: given.map((name) => filter[name] as SqlValue),
  };
}

/** Conditions on the letters alone: those on their streams are a list of numbers. */
export function where(filter: LetterFilter, table: string): Where {
  const stream = equal(filter, STREAM_COLUMNS, 's');
  const { conditions, values } = equal(filter, LETTER_COLUMNS, table);
  if (filter.since !== undefined) {
    conditions.push(`${table}.dead_at >= ?`);
    values.push(filter.since);
  }
  if (filter.offsets !== undefined) {
    conditions.push(
      filter.offsets.length === 0 ? '1 = 0' : `${table}.src_offset IN (${marks(filter.offsets.length)})`,
    );
    values.push(...filter.offsets);
  }
  if (stream.conditions.length > 0) {
    const ids = `SELECT s.stream_id FROM streams s WHERE ${stream.conditions.join(' AND ')}`;
    conditions.push(`${table}.src_stream IN (${ids})`);
    values.push(...stream.values);
  }
  return { text: conditions.length === 0 ? '1 = 1' : conditions.join(' AND '), values };
}

export const JOINED = 'FROM dead_letters d JOIN streams s ON s.stream_id = d.src_stream WHERE';

export function* letterGroups(filter: LetterFilter): Script<readonly LetterGroup[]> {
  const { text, values } = where(filter, 'd');
  const { rows } = yield query(
    `SELECT d.reason, d.state, COUNT(*) AS letters, MIN(d.dead_at) AS first_at, MAX(d.dead_at) AS last_at ${JOINED} ${text} GROUP BY d.reason, d.state ORDER BY d.state, letters DESC, d.reason`,
    ...values,
  );
  return rows.map((row) => ({
    reason: String(row.reason) as DeadLetterReason,
    state: String(row.state) as DeadLetterState,
    count: Number(row.letters),
    firstAt: Number(row.first_at),
    lastAt: Number(row.last_at),
  }));
}

function columns(withPayload: boolean): string {
  return DEAD_LETTER_COLUMNS.map((name) =>
    name === 'payload' && !withPayload ? "'' AS payload" : `d.${name}`,
  ).join(', ');
}

const fileLetter = (row: SqlRow): FiledLetter => ({ ...readDeadLetter(row), stream: Number(row.src_stream) });

export function* newestLetters(
  filter: LetterFilter,
  place: NewestPlace | null,
  limit: number,
): Script<readonly FiledLetter[]> {
  const { text, values } = where(filter, 'd');
  const older =
    place === null
      ? { text: '', values: [] }
      : {
          text: ' AND (d.dead_at < ? OR (d.dead_at = ? AND (d.src_stream < ? OR (d.src_stream = ? AND d.src_offset < ?))))',
          values: [place.at, place.at, place.stream, place.stream, place.offset],
        };
  const { rows } = yield query(
    `SELECT ${columns(false)}, s.topic, s.partition_id, s.epoch ${JOINED} ${text}${older.text} ORDER BY d.dead_at DESC, d.src_stream DESC, d.src_offset DESC LIMIT ${Math.trunc(limit)}`,
    ...values,
    ...older.values,
  );
  return rows.map(fileLetter);
}

export function* lettersAfter(
  filter: LetterFilter,
  place: LetterPlace | null,
  limit: number,
): Script<readonly FiledLetter[]> {
  const { text, values } = where(filter, 'd');
  const { stream, offset } = place ?? { stream: 0, offset: -1 };
  const { rows } = yield query(
    `SELECT ${columns(true)}, s.topic, s.partition_id, s.epoch ${JOINED} ${text} AND (d.src_stream > ? OR (d.src_stream = ? AND d.src_offset > ?)) ORDER BY d.src_stream, d.src_offset LIMIT ${Math.trunc(limit)}`,
    ...values,
    stream,
    stream,
    offset,
  );
  return rows.map(fileLetter);
}
