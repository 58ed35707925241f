import { type Position, StaleEpochError, StoreUnavailableError } from '../store';
import type { Dialect } from './dialect';
import { type Query, query, type Script, type SqlRow, type SqlValue } from './statement';
import { columnNames, TABLES } from './tables';

const COLUMNS = columnNames(TABLES.positions);
const HERE = 'WHERE topic = ? AND partition_id = ?';

function readPosition(row: SqlRow): Position {
  return {
    topic: String(row.topic),
    partition: Number(row.partition_id),
    epoch: Number(row.epoch),
    storedTo: Number(row.stored_to),
    publishedTo: Number(row.published_to),
    fingerprint:
      row.fingerprint_ts === null || row.fingerprint_crc === null
        ? null
        : { timestamp: Number(row.fingerprint_ts), crc: Number(row.fingerprint_crc) },
    rows: {
      pin: Number(row.pin_rows),
      repin: Number(row.repin_rows),
      comment: Number(row.comment_rows),
      login: Number(row.login_rows),
    },
    unlocatedRepins: Number(row.unlocated_repins),
    duplicates: Number(row.duplicates),
    filtered: Number(row.filtered),
    deadLetters: Number(row.dead_letters),
    derivedIds: Number(row.derived_ids),
    lostBeforeRead: Number(row.lost_before_read),
    // null in a row from before the column.
    replayed: Number(row.replayed ?? 0),
    dropped: Number(row.dropped ?? 0),
  };
}

function selectPosition(topic: string, partition: number, lock: string): Query {
  return query(`SELECT ${COLUMNS.join(', ')} FROM positions ${HERE}${lock}`, topic, partition);
}

/** SQLite locks the whole file by BEGIN IMMEDIATE and has no FOR UPDATE. */
function lockClause(dialect: Dialect): string {
  return dialect === 'sqlite' ? '' : ' FOR UPDATE';
}

export function* findPosition(topic: string, partition: number): Script<Position | null> {
  const { rows } = yield selectPosition(topic, partition, '');
  return rows[0] === undefined ? null : readPosition(rows[0]);
}

export function* allPositions(): Script<readonly Position[]> {
  const { rows } = yield query(`SELECT ${COLUMNS.join(', ')} FROM positions ORDER BY topic, partition_id`);
  return rows.map(readPosition);
}

function* insertPosition(topic: string, partition: number, epoch: number): Script<boolean> {
  const row: SqlValue[] = COLUMNS.map((name) => {
    if (name === 'topic') return topic;
    if (name === 'partition_id') return partition;
    if (name === 'epoch') return epoch;
    if (name === 'stored_to' || name === 'published_to') return -1;
    return name.startsWith('fingerprint') ? null : 0;
  });
  const { affected } = yield {
    table: 'positions',
    columns: COLUMNS,
    rows: [row],
    ignore: true,
    conflict: '',
  };
  return affected === 1;
}

function beginEpoch(topic: string, partition: number, epoch: number): Query {
  return query(
    `UPDATE positions SET epoch = ?, stored_to = -1, published_to = -1, fingerprint_ts = NULL, fingerprint_crc = NULL ${HERE}`,
    epoch,
    topic,
    partition,
  );
}

/** Looks first and inserts only when there is none: an ignored insert would take a lock that two writers die of. */
export function* lockedPosition(dialect: Dialect, topic: string, partition: number): Script<Position | null> {
  const { rows } = yield selectPosition(topic, partition, lockClause(dialect));
  return rows[0] === undefined ? null : readPosition(rows[0]);
}

/**
 * Locks the position for a write of `epoch`, making it when there is none. An epoch above the stored one (a database
 * taken back to an older state) begins anew; one below belongs to an owner that has been replaced.
 */
export function* lockPosition(
  dialect: Dialect,
  topic: string,
  partition: number,
  epoch: number,
): Script<Position> {
  let position = yield* lockedPosition(dialect, topic, partition);
  if (position === null) {
    yield* insertPosition(topic, partition, epoch);
    position = yield* lockedPosition(dialect, topic, partition);
    if (position === null)
      throw new StoreUnavailableError('positions: the row that was just made is not there');
  }
  if (position.epoch > epoch)
    throw new StaleEpochError(
      `${topic}/${partition}: epoch ${epoch} has been replaced by epoch ${position.epoch}`,
    );
  if (position.epoch === epoch) return position;
  yield beginEpoch(topic, partition, epoch);
  return { ...position, epoch, storedTo: -1, publishedTo: -1, fingerprint: null };
}

export function* savePosition(position: Position): Script<void> {
  const { topic, partition, fingerprint, rows } = position;
  yield query(
    `UPDATE positions SET stored_to = ?, published_to = ?, fingerprint_ts = ?, fingerprint_crc = ?, pin_rows = ?, repin_rows = ?, comment_rows = ?, login_rows = ?, unlocated_repins = ?, duplicates = ?, filtered = ?, dead_letters = ?, derived_ids = ?, lost_before_read = ?, replayed = ?, dropped = ? ${HERE}`,
    position.storedTo,
    position.publishedTo,
    fingerprint?.timestamp ?? null,
    fingerprint?.crc ?? null,
    rows.pin,
    rows.repin,
    rows.comment,
    rows.login,
    position.unlocatedRepins,
    position.duplicates,
    position.filtered,
    position.deadLetters,
    position.derivedIds,
    position.lostBeforeRead,
    position.replayed,
    position.dropped,
    topic,
    partition,
  );
}

/** A stale owner's mark changes nothing. */
export function* markPublished(
  topic: string,
  partition: number,
  epoch: number,
  offset: number,
): Script<void> {
  yield query(
    `UPDATE positions SET published_to = ? ${HERE} AND epoch = ? AND published_to < ?`,
    offset,
    topic,
    partition,
    epoch,
    offset,
  );
}

export function* raiseEpoch(
  dialect: Dialect,
  topic: string,
  partition: number,
  from: number | null,
): Script<number> {
  const position = yield* lockedPosition(dialect, topic, partition);
  const raised = (from ?? 0) + 1;
  if (position === null) {
    if (yield* insertPosition(topic, partition, raised)) return raised;
    const rival = yield* lockedPosition(dialect, topic, partition);
    if (rival === null) throw new StoreUnavailableError('positions: a row was made and is not there');
    return rival.epoch;
  }
  if (position.epoch !== from) return position.epoch;
  yield beginEpoch(topic, partition, raised);
  return raised;
}

/**
 * Counts once: a gap that is reported again, or lies below `storedTo`, changes nothing. Counted from where the row stands
 * now: an earlier owner may have stored some of it since the gap was seen. Returns how many were lost.
 */
export function* recordGap(
  dialect: Dialect,
  topic: string,
  partition: number,
  epoch: number,
  firstMissing: number,
  nextOffset: number,
): Script<number> {
  const position = yield* lockPosition(dialect, topic, partition, epoch);
  const lost = nextOffset - Math.max(firstMissing, position.storedTo + 1);
  if (lost <= 0) return 0;
  yield* savePosition({
    ...position,
    storedTo: nextOffset - 1,
    fingerprint: null,
    lostBeforeRead: position.lostBeforeRead + lost,
  });
  return lost;
}
