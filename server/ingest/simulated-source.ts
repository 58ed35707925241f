import { setTimeout as pause } from 'node:timers/promises';
import { Simulation } from '../../lib/simulation/model';
import type { Networks } from '../../lib/simulation/networks';
import { waveAt } from '../../lib/simulation/waves';
import type { BatchHandler, PartitionLedger, RawMessage, Source } from './source';

export type SimulatedSourceOptions = {
  /** Mean events per second. */
  readonly rate: number;
  readonly speed: number;
  readonly seed: number;
  readonly networks: Networks;
  readonly ledger: PartitionLedger;
  readonly now: () => number;
  /** Ends quietly after so many: for tests and benches. */
  readonly maxEvents?: number;
};

const TOPIC = 'simulated';
const PARTITION = 0;
const BEAT_MS = 40;
const MAX_BATCH = 5_000;
/** What a slow handler made us miss beyond this is not made up for: that would be a backlog without bound. */
const MAX_DEBT_S = 1;
const RETRY_MS = 500;

/**
 * Simulated events. Each start is a run of its own: a new epoch with offsets from 0, and ids that name it. What was made
 * but not stored at a crash never was an event.
 */
export class SimulatedSource implements Source {
  readonly kind = 'simulated';
  readonly #options: SimulatedSourceOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: SimulatedSourceOptions) {
    this.#options = options;
  }

  describe(): string {
    const { rate, speed, seed } = this.#options;
    return `simulated, ${rate} events/s, seed ${seed}${speed === 1 ? '' : `, the day at ${speed}×`}`;
  }

  waitingFor(): string | null {
    return null;
  }

  async start(handler: BatchHandler, onFatal: (error: Error) => void): Promise<void> {
    const { ledger, seed, speed, networks, now } = this.#options;
    const position = await ledger.position(TOPIC, PARTITION);
    const run = await ledger.raiseEpoch(TOPIC, PARTITION, position?.epoch ?? null);
    const simulation = new Simulation({ seed, run, startAt: now(), speed, networks });
    this.#running = this.#run(simulation, handler).catch((error: Error) => {
      if (!this.#stopping.signal.aborted) onFatal(error);
    });
  }

  async #run(simulation: Simulation, handler: BatchHandler): Promise<void> {
    const { rate, now, maxEvents = Number.POSITIVE_INFINITY } = this.#options;
    const { signal } = this.#stopping;
    const start = now();
    let [offset, due, last] = [0, 1, start];
    while (!signal.aborted && offset < maxEvents) {
      const at = now();
      due = Math.min(due + (rate * waveAt(at - start) * (at - last)) / 1_000, Math.max(rate * MAX_DEBT_S, 1));
      last = at;
      const count = Math.min(Math.floor(due), MAX_BATCH, maxEvents - offset);
      if (count > 0) {
        const events = simulation.take(count, at);
        const first = offset;
        const messages = events.map(
          ({ value }, index): RawMessage => ({
            offset: first + index,
            timestamp: at,
            key: null,
            value,
            headers: {},
          }),
        );
        await this.#hand(handler, messages);
        offset += count;
        due -= count;
      }
      if (due < MAX_BATCH) await pause(BEAT_MS, undefined, { signal }).catch(() => {});
    }
  }

  /** The same batch again until it is through, or we stop. */
  async #hand(handler: BatchHandler, messages: readonly RawMessage[]): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      try {
        return await handler({
          topic: TOPIC,
          partition: PARTITION,
          messages,
          highWatermark: (messages.at(-1)?.offset ?? -1) + 1,
          heartbeat: async () => {},
          isStale: () => false,
        });
      } catch (error) {
        if (signal.aborted) throw error;
        await pause(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.race([this.#running, pause(8_000)]);
  }
}
