import { setImmediate as turn } from 'node:timers/promises';
import type { Networks } from '../../lib/simulation/networks';
import { Simulation, type SimulationOptions } from '../../lib/simulation/simulation';
import { HandOver } from './hand-over';
import type { BatchHandler, PartitionLedger, RawMessage, Source } from './source';

export type SimulatedSourceOptions = {
  /** Mean events per second. */
  readonly rate: number;
  readonly speed: number;
  readonly seed: number;
  readonly networks: Networks;
  readonly ledger: PartitionLedger;
  readonly now: () => number;
  /** Ends quietly after so many records: for tests and benches. */
  readonly maxEvents?: number;
} & Pick<SimulationOptions, 'duplicateShare' | 'malformedShare' | 'lateShare'>;

const TOPIC = 'simulated';
const PARTITION = 0;
const BEAT_MS = 40;
const REST_MAX_MS = 1_000;
const MAX_BATCH = 5_000;
/** What a slow handler, or a machine that slept, made us miss beyond this happens later: no backlog without bound. */
const MAX_DEBT_MS = 500;

/**
 * Simulated events. Each start is a run of its own: a new epoch with offsets from 0, and ids that name it. What was made
 * but not stored at a crash never was an event.
 */
export class SimulatedSource implements Source {
  readonly kind = 'simulated';
  readonly #options: SimulatedSourceOptions;
  #handOver: HandOver | null = null;
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
    const { ledger, now } = this.#options;
    const position = await ledger.position(TOPIC, PARTITION);
    const run = await ledger.raiseEpoch(TOPIC, PARTITION, position?.epoch ?? null);
    const handOver = new HandOver(TOPIC, PARTITION, handler);
    this.#handOver = handOver;
    const simulation = new Simulation({ ...this.#options, run, startTime: now() });
    this.#running = this.#run(simulation, handOver, run).catch(onFatal);
  }

  async #run(simulation: Simulation, handOver: HandOver, run: number): Promise<void> {
    const { now, maxEvents = Number.POSITIVE_INFINITY } = this.#options;
    const checkRun = () => this.#checkRun(run);
    let offset = 0;
    for (let before = now(); !handOver.signal.aborted && offset < maxEvents; ) {
      const at = now();
      // A clock that was set back would stop the stream until it has caught up.
      if (at < before) simulation.delay(at - before);
      before = at;
      const debt = at - simulation.dueAt;
      if (debt > MAX_DEBT_MS) simulation.delay(debt - MAX_DEBT_MS);
      const messages = take(simulation, at, offset, Math.min(MAX_BATCH, maxEvents - offset));
      if (messages.length > 0 && !(await handOver.deliver(messages, checkRun))) return;
      offset += messages.length;
      const rest = simulation.dueAt - now();
      if (rest > 0) await handOver.rest(Math.min(Math.max(rest, BEAT_MS), REST_MAX_MS));
      // Behind all the time, we would let nobody else run.
      else await turn();
    }
  }

  /** Two processes that simulate into one database would take each other's offsets. */
  async #checkRun(run: number): Promise<void> {
    const position = await this.#options.ledger.position(TOPIC, PARTITION).catch(() => null);
    if (position !== null && position.epoch !== run)
      throw new Error(
        'another process simulates events into this database: use npm run simulate with Kafka for more than one worker',
      );
  }

  async stop(): Promise<void> {
    await this.#handOver?.stop(this.#running);
  }
}

/** What is due by now, at most so many. */
function take(simulation: Simulation, at: number, first: number, most: number): RawMessage[] {
  const messages: RawMessage[] = [];
  while (simulation.dueAt <= at && messages.length < most)
    messages.push({
      offset: first + messages.length,
      timestamp: at,
      key: null,
      value: Buffer.from(simulation.next().json),
      headers: {},
    });
  return messages;
}
