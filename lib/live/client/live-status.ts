import type { Transport } from './transport-choice';

/**
 * - `connecting`: no picture yet, or none since the page was opened;
 * - `live`: connected and at the head;
 * - `catching-up`: connected, what was missed is on its way;
 * - `away`: the connection is lost, the last picture stays;
 * - `stale`: connected, yet nothing has been heard for a while.
 */
export type ConnectionState = 'connecting' | 'live' | 'catching-up' | 'away' | 'stale';

/** Times are local monotonic ms, as `LiveClientOptions.now` gives them. */
export type LiveStatus = {
  readonly state: ConnectionState;
  /** Since when the state has been this one. */
  readonly since: number;
  /** By which way the last connection came; null before the first. */
  readonly transport: Transport | null;
  /** When the next attempt to connect is made; null when none is planned. */
  readonly retryAt: number | null;
  /** What the server said that it waits for, before the first snapshot; null when it said nothing. */
  readonly waitingFor: string | null;
  /** The last answer was no picture: cut short, or a page of something in between. It is asked again. */
  readonly unreadable: boolean;
  /** Whether the picture of what is asked for has come: before, nothing that was shown means it. */
  readonly pictured: boolean;
  /** There is no room for what is asked for: too many others look through other filters. It is tried again at `retryAt`. */
  readonly refused: boolean;
  /** Best round trip to the server, ms; null before the first answer. */
  readonly roundTripMs: number | null;
};
