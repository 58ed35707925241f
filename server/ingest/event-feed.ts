import { setTimeout as pause } from 'node:timers/promises';
import type { Simulation } from '../../lib/simulation/simulation';
import type { EventSink, OutgoingEvent } from './event-sink';

export type EventFeedOptions = {
  readonly simulation: Simulation;
  readonly sink: EventSink;
  /** Records to send; infinity for no end. */
  readonly count: number;
  readonly now: () => number;
  /** Ends the feed after what is under way. */
  readonly signal: AbortSignal;
  /** An append failed and comes again after a pause; throws to give up. */
  readonly onFailure: (error: Error) => void;
};

const BEAT_MS = 20;
const MAX_BATCH = 10_000;
const MAX_DEBT_MS = 500;
const RETRY_MS = 1_000;

/**
 * Feeds a sink from a simulation, at its rate or as fast as the sink takes it. One append is under way while the next
 * events are made, so they arrive in order. A failed append comes again: ids make that harmless.
 */
export class EventFeed {
  /** Records that the sink has taken for good. */
  acknowledged = 0;
  readonly #options: EventFeedOptions;

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  /** Resolves when all is sent, or the signal was given and nothing is under way. Rejects when `onFailure` gives up. */
  async run(): Promise<void> {
    const { simulation, count, now, signal } = this.#options;
    let sent = 0;
    let underWay = Promise.resolve();
    while (sent < count && !signal.aborted) {
      const at = now();
      const debt = at - simulation.dueAt;
      if (debt > MAX_DEBT_MS) simulation.delay(debt - MAX_DEBT_MS);
      const events: OutgoingEvent[] = [];
      const most = Math.min(MAX_BATCH, count - sent);
      while (simulation.dueAt <= at && events.length < most) {
        const { key, json } = simulation.next();
        events.push({ key, value: Buffer.from(json) });
      }
      await underWay;
      if (signal.aborted) return;
      if (events.length > 0) {
        sent += events.length;
        underWay = this.#append(events);
        // It is awaited one turn later; until then nobody else would hear of its failure.
        underWay.catch(() => {});
      }
      const rest = simulation.dueAt - now();
      if (rest > 0) await this.#rest(Math.min(Math.max(rest, BEAT_MS), RETRY_MS));
    }
    await underWay;
  }

  async #append(events: readonly OutgoingEvent[]): Promise<void> {
    const { sink, signal, onFailure } = this.#options;
    for (;;) {
      try {
        await sink.append(events);
        this.acknowledged += events.length;
        return;
      } catch (error) {
        if (signal.aborted) return;
        onFailure(error as Error);
        await this.#rest(RETRY_MS);
        if (signal.aborted) return;
      }
    }
  }

  async #rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#options.signal }).catch(() => {});
  }
}
