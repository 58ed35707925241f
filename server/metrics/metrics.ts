import type { OpenedStore } from '../open-store';
import type { LiveLog } from '../publish/live-log';
import type { Worker } from '../worker';
import { METRICS_PATH, MetricsServer } from './metrics-server';
import { ObservedLiveLog } from './observed-live-log';
import { MetricsRegistry } from './registry';
import { watchStore } from './store-metrics';
import { type WebParts, watchWeb } from './web-metrics';
import { WorkerMetrics } from './worker-metrics';

export type MetricsOptions = {
  readonly role: 'all' | 'web' | 'worker';
  /** What is being waited for; nothing when ready. */
  readonly readiness: () => readonly string[];
  /** Epoch ms. */
  readonly now: () => number;
  readonly log: { warn(text: string): void };
};

/** The metrics of one process: parts are watched as they come up, and left out until then. */
export class Metrics {
  readonly worker: WorkerMetrics;
  readonly #options: MetricsOptions;
  readonly #registry: MetricsRegistry;
  readonly #server: MetricsServer;

  constructor(options: MetricsOptions) {
    this.#options = options;
    this.#registry = new MetricsRegistry(options.role);
    this.worker = new WorkerMetrics(this.#registry);
    this.#server = new MetricsServer(this.#registry, options.log);
    this.#registry.onScrape(() =>
      this.#registry.set('repin_globe_ready', {}, options.readiness().length === 0 ? 1 : 0),
    );
  }

  /** Resolves with the address that is to be scraped. A port that is taken is a ConfigError. */
  async listen(port: number, host: string): Promise<string> {
    const taken = await this.#server.listen(port, host);
    return `http://${host.includes(':') ? `[${host}]` : host}:${taken}${METRICS_PATH}`;
  }

  watchStore({ store, deadlocks }: OpenedStore): void {
    watchStore(this.#registry, store, deadlocks, this.#options.now);
  }

  /** The live log for the hub: how long events take from the store to it. */
  observed(liveLog: LiveLog): LiveLog {
    return new ObservedLiveLog(liveLog, ({ batch }) => {
      const delay = Math.max(this.#options.now() - batch.storedAt, 0) / 1_000;
      this.#registry.observe('repin_globe_hub_delay_seconds', {}, delay);
    });
  }

  watchWeb(parts: Omit<WebParts, 'now'>): void {
    watchWeb(this.#registry, { ...parts, now: this.#options.now });
  }

  watchWorker(worker: Worker): void {
    this.worker.watch(worker, this.#options.now);
  }

  async close(): Promise<void> {
    await this.#server.close();
    this.#registry.close();
  }
}
