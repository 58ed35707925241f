import { EVENT_TYPES, type EventType } from '../../lib/events/event';
import { type Balance, type Books, balance, judgeScreen } from './accounting';
import type { Fault, Losses } from './fault';
import { idOf, isNumbered } from './numbered-events';
import { type Stage, TOPIC } from './stage';

export type Figures = Balance & {
  readonly fault: string;
  /** Records that came in. */
  readonly events: number;
  readonly rows: number;
  /** Located rows, and the least that a viewer drew of them as circles. */
  readonly located: number;
  readonly shown: number;
  readonly shownTwice: number;
  readonly neverShown: number;
  /** Viewers that were told to start over from a snapshot. */
  readonly startedOver: number;
  /** From the end of the fault until all that had come by then was stored and shown. */
  readonly recoverySeconds: number;
};

type ByType = Record<EventType, number>;
const TABLES: Readonly<Record<EventType, string>> = {
  pin: 'pins',
  repin: 'repins',
  comment: 'comments',
  login: 'logins',
};
const SETTLE_WITHIN_MS = 60_000;
const FEW = 40;

type Tallies = Pick<
  Books,
  'records' | 'rowCount' | 'duplicates' | 'filtered' | 'deadOffsets' | 'lostBeforeRead' | 'recordsTakenAway'
> & { readonly untallied: number };
const NOTHING: Tallies = {
  records: 0,
  rowCount: 0,
  duplicates: 0,
  filtered: 0,
  deadOffsets: 0,
  lostBeforeRead: 0,
  recordsTakenAway: 0,
  untallied: 0,
};
const sum = (counts: Readonly<ByType>) => EVENT_TYPES.reduce((total, type) => total + counts[type], 0);
const minus = (a: Readonly<ByType>, b: Readonly<ByType>): ByType => ({
  pin: a.pin - b.pin,
  repin: a.repin - b.repin,
  comment: a.comment - b.comment,
  login: a.login - b.login,
});

/** Keeps the books of a run: fault by fault, and of the whole. */
export class FaultBooks implements Losses {
  readonly #stage: Stage;
  /** Ids whose records a fault took away before they were read, and how many records that were. */
  readonly takenAway = new Set<string>();
  recordsTakenAway = 0;
  /** Records of topics that were deleted since. */
  recordsGone = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** The records of this event are gone before anybody could read them. */
  takeAway(number: number): void {
    this.takenAway.add(idOf(number));
  }

  async #counts(column: string): Promise<ByType> {
    const counts: ByType = { pin: 0, repin: 0, comment: 0, login: 0 };
    for (const type of EVENT_TYPES)
      counts[type] = await this.#stage.number(`SELECT COUNT(${column}) FROM ${TABLES[type]}`);
    return counts;
  }

  async #tallies(): Promise<Tallies> {
    const stage = this.#stage;
    const [position] = await stage.query(
      `SELECT SUM(duplicates) AS duplicates, SUM(filtered) AS filtered, SUM(dead_letters) AS dead, SUM(lost_before_read) AS gone FROM positions WHERE topic = '${TOPIC}'`,
    );
    const [letters] = await stage.query(
      'SELECT COUNT(*) AS letters, COALESCE(SUM(last_offset - src_offset + 1), 0) AS offsets FROM dead_letters',
    );
    return {
      records: this.recordsGone + (await stage.produced()),
      rowCount: sum(await this.#counts('event_id')),
      duplicates: Number(position?.duplicates),
      filtered: Number(position?.filtered),
      deadOffsets: Number(letters?.offsets),
      lostBeforeRead: Number(position?.gone),
      // A letter that the tally does not know of, or the other way round, must not go by unseen.
      untallied: Math.abs(Number(letters?.letters) - Number(position?.dead)),
      recordsTakenAway: this.recordsTakenAway,
    };
  }

  /** Of all numbers from `first` on: every id, and every outcome since `before`. */
  async #balance(first: number, before: Tallies): Promise<Balance> {
    const stage = this.#stage;
    const now = await this.#tallies();
    const rows: string[] = [];
    // From the first on there may be rows that nobody sent: they are wanted too.
    const where = first === 0 ? '' : ` WHERE event_id >= '${idOf(first)}'`;
    for (const type of EVENT_TYPES)
      for (const row of await stage.query(`SELECT event_id FROM ${TABLES[type]}${where}`))
        rows.push(String(row.event_id));
    const numbers = Array.from({ length: stage.stream.next - first }, (_, at) => idOf(first + at));
    const { lost, duplicate } = balance({
      sent: new Set(numbers),
      takenAway: this.takenAway,
      rows,
      rowCount: now.rowCount - before.rowCount,
      records: now.records - before.records,
      duplicates: now.duplicates - before.duplicates,
      filtered: now.filtered - before.filtered,
      deadOffsets: now.deadOffsets - before.deadOffsets,
      lostBeforeRead: now.lostBeforeRead - before.lostBeforeRead,
      recordsTakenAway: now.recordsTakenAway - before.recordsTakenAway,
    });
    return { lost: lost + now.untallied, duplicate };
  }

  /** Over all that was ever sent. */
  async whole(): Promise<Balance & { readonly records: number }> {
    const found = await this.#balance(0, NOTHING);
    return { ...found, records: (await this.#tallies()).records };
  }

  /** Lets a fault happen while events stream in, waits until all is well again, and tells what became of them. */
  async round(fault: Fault, events: number, perSecond: number): Promise<Figures> {
    const stage = this.#stage;
    const { viewers } = stage;
    const before = {
      located: await this.#counts('lat'),
      tallies: await this.#tallies(),
      number: stage.stream.next,
      viewers: viewers.map(({ everShown, resets }) => ({ shown: { ...everShown }, resets: resets.length })),
    };
    const recoverySeconds = await this.#strike(fault, events, perSecond);
    await stage.untilReady();
    await stage.settled(SETTLE_WITHIN_MS);

    const located = minus(await this.#counts('lat'), before.located);
    const rowsByType = await this.#counts('event_id');
    const { lost, duplicate } = await this.#balance(before.number, before.tallies);
    const numbers = Array.from({ length: stage.stream.next - before.number }, (_, at) => before.number + at);
    const numbered = numbers.filter((number) => isNumbered(number) && !this.takenAway.has(idOf(number)));
    const screens = viewers.map(({ everShown, everDrawn, resets, totals, received }, at) => {
      const then = before.viewers[at] ?? { shown: everShown, resets: 0 };
      const watched = {
        located,
        numbered,
        shown: minus(everShown, then.shown),
        drawn: everDrawn,
        startedOver: resets.length > then.resets,
        folded: received.cellDegrees > 0,
        rows: rowsByType,
        totals,
      };
      return { ...judgeScreen(watched), shown: sum(watched.shown), startedOver: watched.startedOver };
    });
    return {
      fault: fault.name,
      events: (await this.#tallies()).records - before.tallies.records,
      rows: sum(rowsByType) - before.tallies.rowCount,
      lost,
      duplicate,
      located: sum(located),
      shown: Math.min(...screens.map(({ shown }) => shown)),
      shownTwice: screens.reduce((total, screen) => total + screen.shownTwice, 0),
      neverShown: screens.reduce((total, screen) => total + screen.neverShown, 0),
      startedOver: screens.filter(({ startedOver }) => startedOver).length,
      recoverySeconds,
    };
  }

  /** Sends the events of a round around its fault; returns how long it took to recover. */
  async #strike(fault: Fault, events: number, perSecond: number): Promise<number> {
    const stage = this.#stage;
    const storedBefore = await stage.stored();
    let streaming: Promise<void>;
    let lifted: number;
    if (fault.quiet) {
      // It takes away what is in the topic or the log: nobody may have anything to lose there.
      await stage.send(events / 2, perSecond);
      await stage.settled(SETTLE_WITHIN_MS);
      await fault.strike(stage, this);
      lifted = performance.now();
      await stage.send(FEW, FEW * 10);
      streaming = Promise.resolve();
    } else {
      streaming = stage.send(events, perSecond);
      streaming.catch(() => {});
      await untilMore(() => stage.stored(), storedBefore);
      await fault.strike(stage, this);
      lifted = performance.now();
    }
    const [produced, end] = [await stage.produced(), await stage.liveEnd()];
    await untilMore(() => stage.stored(), produced - 1);
    await stage.shownUpTo(end, SETTLE_WITHIN_MS);
    const seconds = (performance.now() - lifted) / 1_000;
    if (fault.quiet) await stage.send(events / 2, perSecond);
    await streaming;
    return seconds;
  }
}

async function untilMore(measure: () => Promise<number>, than: number): Promise<void> {
  const until = performance.now() + SETTLE_WITHIN_MS;
  while ((await measure()) <= than) {
    if (performance.now() > until)
      throw new Error(`not more than ${than} after ${SETTLE_WITHIN_MS / 1_000} s`);
    await new Promise((turn) => setTimeout(turn, 40));
  }
}
