import type { ConnectionState } from '../../lib/live/client/live-status';
import type { Transport } from '../../lib/live/client/transport-choice';
import type { Card, Health, KeyCount, PlaceCount, Running, Totals } from '../../lib/live/protocol';
import type { CountedSince } from '../../lib/view/tally-since';

/** What the panels show: immutable, replaced as a whole, at most four times a second. Times are server epoch ms. */
export type LiveView = {
  readonly connection: ConnectionState;
  /** How long the connection has been in this state, ms. */
  readonly connectionForMs: number;
  /** Until the next attempt to connect, ms; null when none is planned. */
  readonly retryInMs: number | null;
  readonly waitingFor: string | null;
  /** What answered was no picture: a page of something in between, or one cut short. */
  readonly unreadable: boolean;
  /** The server has no room for the filter by board or keyword. */
  readonly refused: boolean;
  readonly roundTripMs: number | null;
  /** By which way the frames come; null before they do. */
  readonly transport: Transport | null;
  /** False until the first snapshot: nothing below means anything before. */
  readonly started: boolean;
  readonly now: number;
  /** Since the newest event that the server has seen, ms; null when it has seen none. */
  readonly dataAgeMs: number | null;
  /** Repins per second, over the last 10 completed seconds. */
  readonly rate: number;
  /** Repins in each of the last 60 completed seconds, oldest first. */
  readonly perSecond: readonly number[];
  readonly totals: Totals;
  readonly lastMinute: number;
  readonly lastHour: number;
  /** Since the viewer's midnight, as far as `countedSince` and `narrowed` let it; null before anything is known. */
  readonly today: number | null;
  /** Of all that comes, whatever the filter. */
  readonly countedSince: CountedSince;
  /** Repins of the last 5 minutes, most first. */
  readonly topPlaces: readonly PlaceCount[];
  readonly topCountries: readonly KeyCount[];
  readonly topCategories: readonly KeyCount[];
  /**
   * While events are left out: since when what passes is counted, epoch ms, and how many could not
   * be sorted. null: nothing is left out.
   */
  readonly narrowed: { readonly since: number; readonly unsorted: number } | null;
  /** What can be filtered by, as far as the page has seen. */
  readonly known: { readonly categories: readonly string[]; readonly countries: readonly string[] };
  /** Newest first. */
  readonly cards: readonly Card[];
  /** The hottest place: repins with the decay applied, and after how many ms half of it is left. */
  readonly heat: { readonly hottest: number; readonly halfLifeMs: number };
  /** Hosts that pictures may come from, besides our own origin. */
  readonly imageHosts: readonly string[];
  /** Since the page was opened: events that came folded into counts, and such that were too old for a ring. */
  readonly folded: number;
  readonly late: number;
  readonly catchingUp: boolean;
  /** What came while the viewer was away, until 12 s after it has been caught up. */
  readonly caughtUp: { readonly repins: number } | null;
  readonly running: Running | null;
  readonly health: Health | null;
};

const NO_TOTALS: Totals = { pin: 0, repin: 0, comment: 0, login: 0, unlocatedRepins: 0 };

/** The view before anything has been heard; also what the server renders. */
export const EMPTY_VIEW: LiveView = {
  connection: 'connecting',
  connectionForMs: 0,
  retryInMs: null,
  waitingFor: null,
  unreadable: false,
  refused: false,
  roundTripMs: null,
  transport: null,
  started: false,
  now: 0,
  dataAgeMs: null,
  rate: 0,
  perSecond: [],
  totals: NO_TOTALS,
  lastMinute: 0,
  lastHour: 0,
  today: null,
  countedSince: { hour: null, day: null },
  topPlaces: [],
  topCountries: [],
  topCategories: [],
  narrowed: null,
  known: { categories: [], countries: [] },
  cards: [],
  heat: { hottest: 0, halfLifeMs: 600_000 },
  imageHosts: [],
  folded: 0,
  late: 0,
  catchingUp: false,
  caughtUp: null,
  running: null,
  health: null,
};
