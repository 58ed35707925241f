import { placeKey } from '../../lib/geo/place';
import type { Frame, Health, PlaceCount, Running, Snapshot, Totals } from '../../lib/live/protocol';
import { CountWindow, ratePerSecond } from '../../lib/view/count-window';
import { DecayingCounts } from '../../lib/view/decaying-counts';
import { localMidnight } from '../../lib/view/local-day';
import { Tops } from '../../lib/view/tops';
import { CardQueue } from './card-queue';
import { EMPTY_VIEW, type LiveView } from './live-view';

const TOP_ITEMS = 10;
const RATE_SECONDS = 10;
const CAUGHT_UP_SHOWN_MS = 12_000;
/** A frame covers the time since the one before, but no more than this: the server need not send empty ones. */
const LONGEST_TICK_MS = 1_000;

type Numbers = Pick<
  LiveView,
  | 'started'
  | 'now'
  | 'dataAgeMs'
  | 'rate'
  | 'perSecond'
  | 'totals'
  | 'lastMinute'
  | 'lastHour'
  | 'today'
  | 'countedSince'
  | 'topPlaces'
  | 'topCountries'
  | 'topCategories'
  | 'cards'
  | 'heat'
  | 'imageHosts'
  | 'folded'
  | 'late'
  | 'catchingUp'
  | 'caughtUp'
  | 'running'
  | 'health'
>;

/**
 * Folds a snapshot and its frames into the numbers of the page. What a frame adds is the difference of its totals,
 * which are exact and hold the unlocated repins too; its records only say where. Times are server epoch ms.
 */
export class LiveFold {
  readonly #seconds = new CountWindow(1_000, 61);
  readonly #minutes = new CountWindow(60_000, 60);
  /** A day may have 25 hours. */
  readonly #quarters = new CountWindow(15 * 60_000, 100);
  #countedSince = EMPTY_VIEW.countedSince;
  readonly #tops = new Tops();
  readonly #heat = new DecayingCounts();
  readonly #cards = new CardQueue({ shown: 30, waiting: 6, everyMs: 600 });
  #totals: Totals = EMPTY_VIEW.totals;
  #heatHalfLifeMs = EMPTY_VIEW.heat.halfLifeMs;
  #imageHosts: readonly string[] = EMPTY_VIEW.imageHosts;
  #started = false;
  #newestTs = 0;
  #lastFrameAt = 0;
  #folded = 0;
  #late = 0;
  #catchingUp = false;
  #running: Running | null = null;
  #health: Health | null = null;
  /** Repins that came since the viewer was away; `until` is null while it still catches up. */
  #missed: { repins: number; until: number | null } | null = null;

  snapshot(snapshot: Snapshot): void {
    const { serverTime, totals } = snapshot;
    if (this.#missed && this.#missed.until === null)
      this.#missed.repins += Math.max(0, totals.repin - this.#totals.repin);
    this.#seconds.seed(snapshot.repinsPerSecond, serverTime);
    this.#minutes.seed(snapshot.repinsPerMinute, serverTime);
    const quarters = snapshot.repinsPerQuarter ?? [];
    this.#quarters.seed(quarters, serverTime);
    this.#countedSince = {
      hour: knownSince(snapshot.repinsPerMinute, this.#minutes, serverTime),
      day: knownSince(quarters, this.#quarters, serverTime),
    };
    this.#tops.seed(snapshot, serverTime);
    this.#heat.seed(
      snapshot.heat.map(({ place, count }) => [placeKey(place), count] as const),
      snapshot.heatHalfLifeMs,
      serverTime,
    );
    this.#heatHalfLifeMs = snapshot.heatHalfLifeMs;
    this.#imageHosts = snapshot.imageHosts ?? [];
    this.#cards.seed(snapshot.latest);
    this.#totals = totals;
    this.#newestTs = snapshot.newestTs;
    this.#lastFrameAt = serverTime;
    this.#running = snapshot.running;
    this.#health = snapshot.health;
    this.#catchingUp = snapshot.health.catchingUp;
    this.#started = true;
  }

  health(health: Health): void {
    this.#health = health;
  }

  /** The connection is lost: what comes from now on was missed, until `back`. */
  away(): void {
    if (this.#started && this.#missed?.until !== null) this.#missed = { repins: 0, until: null };
  }

  /** All that was missed has been applied. */
  back(now: number): void {
    if (this.#missed?.until === null) this.#missed.until = now + CAUGHT_UP_SHOWN_MS;
  }

  frame(frame: Frame): void {
    const repins = Math.max(0, frame.totals.repin - this.#totals.repin);
    const missing = this.#missed?.until === null;
    const from = missing
      ? this.#lastFrameAt
      : Math.max(this.#lastFrameAt, frame.serverTime - LONGEST_TICK_MS);
    if (repins > 0) {
      this.#seconds.addOver(repins, from, frame.serverTime);
      this.#minutes.addOver(repins, from, frame.serverTime);
      this.#quarters.addOver(repins, from, frame.serverTime);
      if (this.#missed?.until === null) this.#missed.repins += repins;
    }
    for (const { type, place: index, category, count, late } of frame.records) {
      const place = frame.book.places[index];
      if (type === 'repin' && place) {
        this.#tops.add(place, frame.book.categories[category] ?? null, count, frame.serverTime);
        this.#heat.add(placeKey(place), count, frame.serverTime);
      }
      if (count > 1) this.#folded += count;
      if (late && !frame.away) this.#late += count;
    }
    this.#cards.add(frame.cards);
    this.#totals = frame.totals;
    this.#newestTs = Math.max(this.#newestTs, frame.newestTs);
    this.#lastFrameAt = Math.max(this.#lastFrameAt, frame.serverTime);
    this.#catchingUp = frame.catchingUp;
  }

  /** Repins of the last five minutes by place, all of them, in no order. */
  hotPlaces(now: number): PlaceCount[] {
    return this.#tops.places(now);
  }

  get started(): boolean {
    return this.#started;
  }

  /** The numbers at `pictureAt`, ages at `now`: they differ while the viewer is cut off and the last picture stays. */
  view(now: number, pictureAt = now): Numbers {
    this.#cards.tick(now);
    if (this.#missed?.until && now > this.#missed.until) this.#missed = null;
    const seconds = this.#seconds.series(pictureAt);
    return {
      started: this.#started,
      now,
      dataAgeMs: this.#newestTs === 0 ? null : Math.max(0, now - this.#newestTs),
      rate: ratePerSecond(seconds, RATE_SECONDS),
      perSecond: seconds.slice(0, -1),
      totals: this.#totals,
      lastMinute: seconds.slice(1).reduce((sum, count) => sum + count, 0),
      lastHour: this.#minutes.sum(pictureAt),
      today: this.#started ? this.#quarters.sumSince(localMidnight(pictureAt), pictureAt) : null,
      countedSince: this.#countedSince,
      ...this.#tops.lists(TOP_ITEMS, pictureAt),
      cards: this.#cards.cards,
      heat: { hottest: this.#heat.highest(pictureAt), halfLifeMs: this.#heatHalfLifeMs },
      imageHosts: this.#imageHosts,
      folded: this.#folded,
      late: this.#late,
      catchingUp: this.#catchingUp,
      caughtUp: this.#missed?.until && this.#missed.repins > 0 ? { repins: this.#missed.repins } : null,
      running: this.#running,
      health: this.#health,
    };
  }
}

/** Since when counts are known that fill a part of the window, epoch ms; null when they fill it. */
function knownSince(
  counts: readonly number[],
  { bucketMs, buckets }: CountWindow,
  now: number,
): number | null {
  if (counts.length >= buckets) return null;
  return counts.length === 0 ? now : (Math.floor(now / bucketMs) - counts.length + 1) * bucketMs;
}
