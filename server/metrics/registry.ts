import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Catalog, METRICS, type MetricName, type MetricSpec, PROCESS_METRICS } from './catalog';

type NamesOf<Kind> = {
  [N in MetricName]: Catalog[N] extends { kind: Kind } ? N : never;
}[MetricName];
type ValueOf<V> = V extends readonly (infer T)[] ? T : V extends 'partition' ? number : string;
type LabelsOf<N extends MetricName> = keyof Catalog[N]['labels'] extends never
  ? Readonly<Record<string, never>>
  : { readonly [L in keyof Catalog[N]['labels']]: ValueOf<Catalog[N]['labels'][L]> };

/** The metrics of one process: the only door to prom-client. */
export class MetricsRegistry {
  readonly #registry = new Registry();
  readonly #counters = new Map<MetricName, Counter>();
  readonly #gauges = new Map<MetricName, Gauge>();
  readonly #histograms = new Map<MetricName, Histogram>();
  readonly #totals = new Map<string, number>();
  readonly #readers: (() => void | Promise<void>)[] = [];

  constructor(role: 'all' | 'web' | 'worker') {
    for (const name of Object.keys(METRICS) as MetricName[]) {
      const spec = METRICS[name];
      if (role === 'all' || spec.role === 'all' || spec.role === role) this.#make(name, spec);
    }
    collectDefaultMetrics({ register: this.#registry });
    for (const { name } of this.#registry.getMetricsAsArray())
      if (!(name in METRICS) && !(name in PROCESS_METRICS)) this.#registry.removeSingleMetric(name);
  }

  #make(name: MetricName, { kind, help, labels, buckets }: MetricSpec): void {
    const options = { name, help, labelNames: Object.keys(labels), registers: [this.#registry] };
    const all = combinations(labels);
    if (kind === 'counter') {
      const made = new Counter(options);
      // From the start on, so that the first one of a kind is seen as a rise.
      for (const values of all) made.inc(values, 0);
      this.#counters.set(name, made);
    } else if (kind === 'gauge') this.#gauges.set(name, new Gauge(options));
    else {
      const made = new Histogram({ ...options, buckets: [...(buckets ?? [])] });
      for (const values of all) made.zero(values);
      this.#histograms.set(name, made);
    }
  }

  /** Called before each answer: the place to read counts that stand elsewhere. */
  onScrape(read: () => void | Promise<void>): void {
    this.#readers.push(read);
  }

  add<N extends NamesOf<'counter'>>(name: N, labels: LabelsOf<N>, by: number): void {
    if (by > 0) this.#counters.get(name)?.inc(plain(labels), by);
  }

  /** A count that stands elsewhere. It never falls, or Prometheus would take it for a restart. */
  total<N extends NamesOf<'counter'>>(name: N, labels: LabelsOf<N>, value: number): void {
    const key = `${name} ${Object.values(labels).join(' ')}`;
    const rise = value - (this.#totals.get(key) ?? 0);
    if (rise <= 0) return;
    this.#totals.set(key, value);
    this.#counters.get(name)?.inc(plain(labels), rise);
  }

  set<N extends NamesOf<'gauge'>>(name: N, labels: LabelsOf<N>, value: number): void {
    this.#gauges.get(name)?.set(plain(labels), value);
  }

  /** Forgets all values of a gauge: partitions come and go. */
  clear(name: NamesOf<'gauge'>): void {
    this.#gauges.get(name)?.reset();
  }

  observe<N extends NamesOf<'histogram'>>(name: N, labels: LabelsOf<N>, value: number): void {
    this.#histograms.get(name)?.observe(plain(labels), value);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything in Prometheus' text format. */
  async text(): Promise<string> {
    for (const read of this.#readers) await read();
    return await this.#registry.metrics();
  }

  close(): void {
    this.#registry.clear();
  }
}

const plain = (labels: object) => labels as Readonly<Record<string, string | number>>;

/** Every combination of the values of closed labels; none when a label is an open one. */
function combinations(labels: MetricSpec['labels']): Record<string, string>[] {
  let all: Record<string, string>[] = [{}];
  for (const [label, values] of Object.entries(labels)) {
    if (typeof values === 'string') return [];
    all = all.flatMap((given) => values.map((value) => ({ ...given, [label]: value })));
  }
  return all;
}
