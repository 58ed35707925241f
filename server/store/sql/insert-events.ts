import { type LocatedEvent, StoreUnavailableError } from '../store';
import { EVENT_TABLES, eventColumns, eventRow } from './event-rows';
import type { TypePlan } from './plan-batch';
import type { RecentKeys } from './recent-keys';
import { chunksOf, marks, query, type Script, type SqlValue } from './statement';

/** Where our rows lie: rows of this stream with an offset in (storedTo, lastOffset] were written by this batch. */
export type Ownership = { readonly stream: number; readonly storedTo: number; readonly lastOffset: number };

export type Inserted = {
  /** Events whose row carries our coordinates. */
  readonly ours: readonly LocatedEvent[];
  /** How many of them this transaction inserted. */
  readonly inserted: number;
  readonly duplicates: number;
};

/** Ids per look-up: below SQLite's bound of placeholders, small enough to parse at a sip. */
const IDS_PER_LOOKUP = 2_000;

type Coordinates = { readonly stream: number; readonly offset: number };

/** Stored coordinates by id. With `foreignTo`, rows that this batch wrote are left out: the usual answer is short. */
function* storedCoordinates(
  table: string,
  events: readonly LocatedEvent[],
  foreignTo?: Ownership,
): Script<Map<string, Coordinates>> {
  const stored = new Map<string, Coordinates>();
  for (const chunk of chunksOf(events, IDS_PER_LOOKUP)) {
    const ids: SqlValue[] = chunk.map((event) => event.key);
    const sql = `SELECT event_id, src_stream, src_offset FROM ${table} WHERE event_id IN (${marks(ids.length)})`;
    const { rows } = yield foreignTo === undefined
      ? query(sql, ...ids)
      : query(
          `${sql} AND NOT (src_stream = ? AND src_offset > ? AND src_offset <= ?)`,
          ...ids,
          foreignTo.stream,
          foreignTo.storedTo,
          foreignTo.lastOffset,
        );
    for (const row of rows)
      stored.set(String(row.event_id), { stream: Number(row.src_stream), offset: Number(row.src_offset) });
  }
  return stored;
}

function isOurs(event: LocatedEvent, stream: number, stored: Coordinates | undefined): boolean {
  return stored !== undefined && stored.stream === stream && stored.offset === event.offset;
}

/**
 * Inserts the fresh events of one type and tells whose row is whose. When every row went in, all are ours and no
 * look-up follows. Else we ask for the rows that are somebody else's: first among the keys that `recent` has seen, then
 * among all; only if the two counts don't add up (rows of ours were there before) for the coordinates of every row. An
 * id that was neither inserted nor found is never guessed at.
 */
export function* insertEvents(
  plan: TypePlan,
  owner: Ownership,
  storedAt: number,
  recent: RecentKeys,
): Script<Inserted> {
  const { fresh, type } = plan;
  if (fresh.length === 0) return { ours: [], inserted: 0, duplicates: plan.repeated };
  const table = EVENT_TABLES[type];
  const suspects = fresh.filter((event) => recent.note(event.key));
  const { affected } = yield {
    table,
    columns: eventColumns(type),
    rows: fresh.map((event) => eventRow(event, owner.stream, storedAt)),
    ignore: true,
    conflict: '',
  };
  if (affected === fresh.length) return { ours: fresh, inserted: affected, duplicates: plan.repeated };

  for (const asked of suspects.length < fresh.length ? [suspects, fresh] : [fresh]) {
    const foreign = yield* storedCoordinates(table, asked, owner);
    if (foreign.size + affected === fresh.length)
      return {
        ours: fresh.filter((event) => !foreign.has(event.key)),
        inserted: affected,
        duplicates: plan.repeated + foreign.size,
      };
  }

  const stored = yield* storedCoordinates(table, fresh);
  if (stored.size !== fresh.length) {
    // Passed over, and not for its key: a constraint of the operator's may refuse it. Asked plainly, the database says so,
    // and the batch is bisected. A row that another transaction has just written meets its key: that is tried again.
    for (const event of fresh)
      if (!stored.has(event.key))
        yield {
          table,
          columns: eventColumns(type),
          rows: [eventRow(event, owner.stream, storedAt)],
          ignore: false,
          conflict: '',
        };
    throw new StoreUnavailableError(
      `${table}: ${fresh.length - stored.size} ids were neither inserted nor found`,
    );
  }
  const ours = fresh.filter((event) => isOurs(event, owner.stream, stored.get(event.key)));
  return { ours, inserted: affected, duplicates: plan.repeated + fresh.length - ours.length };
}

/** Of events written before, those whose rows carry our coordinates: redeliveries, to be published again. */
export function* findRedelivered(plan: TypePlan, stream: number): Script<readonly LocatedEvent[]> {
  if (plan.seen.length === 0) return [];
  const stored = yield* storedCoordinates(EVENT_TABLES[plan.type], plan.seen);
  return plan.seen.filter((event) => isOurs(event, stream, stored.get(event.key)));
}
