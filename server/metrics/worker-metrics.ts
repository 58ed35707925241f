import type { BatchTimes, HandledBatch, PipelineObserver } from '../ingest/pipeline-observer';
import type { SourceBatch } from '../ingest/source';
import type { DeadLetter } from '../store/store';
import type { Worker } from '../worker';
import { Lag } from './lag';
import type { MetricsRegistry } from './registry';

/** Counts the batches of a worker, and reads the counts that it keeps itself when they are asked for. */
export class WorkerMetrics implements PipelineObserver {
  readonly #registry: MetricsRegistry;
  readonly #lag = new Lag();

  constructor(registry: MetricsRegistry) {
    this.#registry = registry;
  }

  batchTaken(batch: SourceBatch): void {
    this.#lag.taken(batch);
  }

  batchHandled({ batch, refused, events, outcome, times }: HandledBatch): void {
    this.#lag.handled(batch);
    this.#registry.observe('repin_globe_batch_rows', {}, outcome.inserted);
    this.#observeTimes(times, batch.messages[0]?.timestamp);
    this.#countPrecision(events);
    this.#countReasons(refused, outcome.deadLetters);
  }

  #observeTimes(times: BatchTimes, appendedAt: number | undefined): void {
    const { taken, decoded, enriched, stored, published } = times;
    const step = (name: 'decode' | 'enrich' | 'store' | 'publish', from: number, to: number) =>
      this.#registry.observe('repin_globe_batch_step_seconds', { step: name }, seconds(from, to));
    step('decode', taken, decoded);
    step('enrich', decoded, enriched);
    step('store', enriched, stored);
    step('publish', stored, published);
    if (appendedAt === undefined) return;
    for (const [stage, at] of Object.entries({ taken, decoded, stored, published }))
      this.#registry.observe(
        'repin_globe_latency_seconds',
        { stage: stage as 'taken' },
        seconds(appendedAt, at),
      );
  }

  /** The one look at each event: some nanoseconds of the tens of microseconds that it costs. */
  #countPrecision(events: HandledBatch['events']): void {
    // Plain numbers: a count in an object by its name costs ten times as much.
    let [city, region, country] = [0, 0, 0];
    for (const { place } of events) {
      if (place === null) continue;
      const { precision } = place;
      if (precision === 'city') city++;
      else if (precision === 'region') region++;
      else country++;
    }
    const counts = { city, region, country, none: events.length - city - region - country };
    for (const precision of ['city', 'region', 'country', 'none'] as const)
      this.#registry.add('repin_globe_located_total', { precision }, counts[precision]);
  }

  /**
   * Only what the store tallied anew is counted: the newest of the refused records when a part of the batch had been
   * stored before, and those that the store itself refused on top.
   */
  #countReasons(refused: readonly DeadLetter[], tallied: number): void {
    const fresh = tallied >= refused.length ? refused : refused.slice(refused.length - tallied);
    for (const { reason } of fresh) this.#registry.add('repin_globe_dead_letters_total', { reason }, 1);
    const byStore = tallied - fresh.length;
    this.#registry.add('repin_globe_dead_letters_total', { reason: 'refused_by_store' }, byStore);
  }

  /** `worker` keeps its counts for itself; they are read at each scrape. */
  watch(worker: Pick<Worker, 'counts' | 'pipeline' | 'reading'>, now: () => number): void {
    const registry = this.#registry;
    registry.onScrape(() => {
      const { counts, lastBatchAt } = worker.pipeline;
      registry.total('repin_globe_consumed_total', {}, counts.consumed);
      registry.total('repin_globe_inserted_total', {}, counts.inserted);
      registry.total('repin_globe_redelivered_total', {}, counts.redelivered);
      registry.total('repin_globe_duplicates_total', {}, counts.duplicates);
      registry.total('repin_globe_filtered_total', {}, counts.filtered);
      registry.total('repin_globe_published_total', {}, counts.published);
      registry.total('repin_globe_store_retries_total', {}, counts.storeRetries);
      registry.set('repin_globe_last_batch_timestamp_seconds', {}, lastBatchAt / 1_000);
      registry.set('repin_globe_store_waiting', {}, worker.pipeline.waitingFor() === null ? 0 : 1);
      const { places = {}, pins = {} } = worker.counts();
      const geo = { memory: places.memory, lookup: places.file, database: places.database };
      for (const [answer, count = 0] of Object.entries({ ...geo, none: places.notFound }))
        registry.total('repin_globe_geo_lookups_total', { answer: answer as 'none' }, count);
      for (const [answer, count] of Object.entries(pins))
        registry.total('repin_globe_pin_lookups_total', { answer: answer as 'memory' }, count);
      this.#lag.tell(registry, worker.reading(), now());
    });
  }
}

/** Clocks of two machines may differ: never below 0. */
const seconds = (from: number, to: number) => Math.max(to - from, 0) / 1_000;
