import type {
  DeadLetter,
  DeadLetterReason,
  DeadLetterState,
  ReplayOutcome,
  StoredDeadLetter,
} from '../store';
import { query, type Script, type SqlRow, type SqlValue } from './statement';
import { columnNames, TABLES } from './tables';

export const DEAD_LETTER_COLUMNS = columnNames(TABLES.dead_letters);
export const FIELD_CHARS = 200;
export const DETAIL_CHARS = 1_000;
const PAYLOAD_BYTES = 64 * 1024;
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export type DeadLetterFilter = {
  readonly reason?: DeadLetterReason;
  readonly state?: DeadLetterState;
  readonly limit: number;
};
export type DeadLetterCount = {
  readonly reason: DeadLetterReason;
  readonly state: DeadLetterState;
  readonly count: number;
};

/** A dead letter is where the way ends, so it is cut to fit and never refused. */
export function cut(text: string, chars: number): string {
  return text.slice(0, chars).replace(LONE_SURROGATES, '\ufffd');
}

/** Keyed by its coordinates: the same batch again leaves the same dead letters once. */
export function* addDeadLetters(letters: readonly DeadLetter[], stream: number): Script<void> {
  if (letters.length === 0) return;
  const rows = letters.map((letter): SqlValue[] => [
    stream,
    letter.offset,
    letter.lastOffset,
    letter.reason,
    'open',
    letter.field === null ? null : cut(letter.field, FIELD_CHARS),
    cut(letter.detail, DETAIL_CHARS),
    letter.payload.length > PAYLOAD_BYTES ? letter.payload.subarray(0, PAYLOAD_BYTES) : letter.payload,
    letter.payloadBytes,
    letter.payloadSha256.slice(0, 64),
    letter.at,
    letter.recordTime,
    letter.headers,
    null,
    null,
  ]);
  yield { table: 'dead_letters', columns: DEAD_LETTER_COLUMNS, rows, ignore: true, conflict: '' };
}

/** libsql gives an ArrayBuffer, mysql2 a Buffer. */
function readBytes(value: unknown): Uint8Array {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return value instanceof Uint8Array ? new Uint8Array(value) : new Uint8Array();
}

export function readDeadLetter(row: SqlRow): StoredDeadLetter {
  return {
    topic: String(row.topic),
    partition: Number(row.partition_id),
    epoch: Number(row.epoch),
    offset: Number(row.src_offset),
    lastOffset: Number(row.last_offset),
    reason: String(row.reason) as DeadLetterReason,
    state: String(row.state) as DeadLetterState,
    field: row.field === null ? null : String(row.field),
    detail: String(row.detail),
    payload: readBytes(row.payload),
    payloadBytes: Number(row.payload_bytes),
    payloadSha256: String(row.payload_sha256),
    at: Number(row.dead_at),
    recordTime: row.record_ts === null ? null : Number(row.record_ts),
    headers: row.headers === null ? null : String(row.headers),
    outcome: row.outcome === null ? null : (String(row.outcome) as ReplayOutcome),
    settledAt: row.settled_at === null ? null : Number(row.settled_at),
  };
}

/** Newest first. */
export function* findDeadLetters(filter: DeadLetterFilter): Script<readonly StoredDeadLetter[]> {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  if (filter.reason !== undefined) {
    conditions.push('d.reason = ?');
    values.push(filter.reason);
  }
  if (filter.state !== undefined) {
    conditions.push('d.state = ?');
    values.push(filter.state);
  }
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const columns = DEAD_LETTER_COLUMNS.map((name) => `d.${name}`).join(', ');
  const { rows } = yield query(
    `SELECT ${columns}, s.topic, s.partition_id, s.epoch FROM dead_letters d JOIN streams s ON s.stream_id = d.src_stream${where} ORDER BY d.dead_at DESC, d.src_stream DESC, d.src_offset DESC LIMIT ${Math.trunc(filter.limit)}`,
    ...values,
  );
  return rows.map(readDeadLetter);
}

export function* countDeadLetters(): Script<readonly DeadLetterCount[]> {
  const { rows } = yield query(
    'SELECT reason, state, COUNT(*) AS letters FROM dead_letters GROUP BY reason, state ORDER BY reason, state',
  );
  return rows.map((row) => ({
    reason: String(row.reason) as DeadLetterReason,
    state: String(row.state) as DeadLetterState,
    count: Number(row.letters),
  }));
}
