import { EVENT_TYPES, type EventType } from '../../lib/events/event';

/** What was put into the topic, and what the database has to say about it. */
export type Books = {
  /** Ids of events of which Kafka acknowledged a record. */
  readonly sent: ReadonlySet<string>;
  /** Of these, ids whose records were taken away (retention, a bad disk) before anybody could read them. */
  readonly takenAway: ReadonlySet<string>;
  /** Records that the topic got in all, whoever wrote them and however often. */
  readonly records: number;
  /** Ids of the rows of all four tables, of those that could be of `sent` at least. */
  readonly rows: readonly string[];
  /** How many rows came in all: an event that was taken away may come again much later. */
  readonly rowCount: number;
  readonly duplicates: number;
  readonly filtered: number;
  /** Offsets that dead letters account for: an unreadable range is one letter for many. */
  readonly deadOffsets: number;
  /** Offsets recorded as gone before they were read. */
  readonly lostBeforeRead: number;
  /** Records that were taken away, as whoever took them counted. */
  readonly recordsTakenAway: number;
};

export type Balance = { readonly lost: number; readonly duplicate: number };

/**
 * `lost`: events that were acknowledged and have no row, and records that nothing accounts for. `duplicate`: rows that
 * there are twice or that nobody sent, and outcomes beyond the number of records.
 */
export function balance(books: Books): Balance {
  const rows = new Set(books.rows);
  let withoutRow = 0;
  for (const id of books.sent) if (!rows.has(id) && !books.takenAway.has(id)) withoutRow++;
  let unknown = 0;
  for (const id of rows) if (!books.sent.has(id)) unknown++;
  const outcomes =
    books.rowCount + books.duplicates + books.filtered + books.deadOffsets + books.lostBeforeRead;
  const unrecorded = Math.max(0, books.recordsTakenAway - books.lostBeforeRead - books.deadOffsets);
  return {
    lost: Math.max(withoutRow, books.records - outcomes, unrecorded),
    duplicate: Math.max(books.rows.length - rows.size + unknown, outcomes - books.records, 0),
  };
}

/** What one viewer drew between two moments, against what the database took in between them. */
export type Watched = {
  /** Located rows by type. */
  readonly located: Readonly<Record<EventType, number>>;
  /** Numbers of the events in places of their own that have a row. */
  readonly numbered: readonly number[];
  readonly shown: Readonly<Record<EventType, number>>;
  /** How often each number was drawn in the viewer's whole life. */
  readonly drawn: ReadonlyMap<number, number>;
  /** It was told to start over from a snapshot in between: what that picture holds is not drawn as circles. */
  readonly startedOver: boolean;
  /** Some of it came folded into cells, which do not tell one event from another: then the sums are the measure. */
  readonly folded: boolean;
  /** All rows by type at the end, and as the viewer's screen has them. */
  readonly rows: Readonly<Record<EventType, number>>;
  readonly totals: Readonly<Record<EventType, number>>;
};

export type Screen = { readonly neverShown: number; readonly shownTwice: number };

/**
 * Frames fold counts, so the measure is the sum of each type and, for numbered places, each event. A viewer that
 * started over has the picture in place of circles: its totals must be those of the database, and still nothing twice.
 */
export function judgeScreen(watched: Watched): Screen {
  let [missing, twice] = [0, 0];
  for (const number of watched.numbered) {
    const count = watched.drawn.get(number) ?? 0;
    if (count === 0) missing++;
    twice += Math.max(0, count - 1);
  }
  let [below, above] = [0, 0];
  const [want, got] = watched.startedOver ? [watched.rows, watched.totals] : [watched.located, watched.shown];
  for (const type of EVENT_TYPES) {
    below += Math.max(0, want[type] - got[type]);
    above += Math.max(0, got[type] - want[type]);
  }
  return {
    neverShown: watched.startedOver || watched.folded ? below : Math.max(below, missing),
    shownTwice: Math.max(above, twice),
  };
}
