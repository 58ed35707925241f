// Computes the tables of docs/capacity.md from the inputs that stand in it. Prints them; `--write` puts them into the page,
// `--check` fails when the page holds others. Put in your own: `node scripts/capacity.mjs --set worker_cpu_s=20 --rate 250000`.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const PAGE = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'capacity.md');
const [BEGIN, END] = ['<!-- computed: node scripts/capacity.mjs --write -->', '<!-- end of computed -->'];
const DAY_S = 86_400;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', multiple: true, default: ['100000', '10000000'] },
    set: { type: 'string', multiple: true, default: [] },
    write: { type: 'boolean' },
    check: { type: 'boolean' },
  },
});

function fail(line) {
  console.error(line);
  process.exit(1);
}

/** Rows of the page like "| `worker_cpu_s` | 27.4 | …": the inputs by name. */
function readInputs(page) {
  const inputs = {};
  for (const [, name, value] of page.matchAll(/^\| `(\w+)` \| ([\d.,]+) \|/gm))
    inputs[name] = Number(value.replaceAll(',', ''));
  for (const setting of values.set) {
    const [name, value] = setting.split('=');
    if (!(name in inputs) || !Number.isFinite(Number(value)))
      fail(`--set ${setting}: want one of ${Object.keys(inputs).join(', ')} and a number`);
    inputs[name] = Number(value);
  }
  return inputs;
}

const grouped = (value) => Math.round(value).toLocaleString('en-US');
/** Three significant figures, in the unit that suits. */
function sized(value, units) {
  let [scaled, unit] = [value, 0];
  while (scaled >= 1000 && unit < units.length - 1) [scaled, unit] = [scaled / 1000, unit + 1];
  return `${Number(scaled.toPrecision(3))} ${units[unit]}`;
}
const bytes = (value) => sized(value, ['B', 'KB', 'MB', 'GB', 'TB', 'PB']);
const perSecond = (value) => `${bytes(value)}/s`;
const dollars = (value) => `$${value >= 100 ? grouped(value) : Number(value.toPrecision(3))}`;

/** What a rate of E events per second needs. Each line has its formula in docs/capacity.md. */
function plan(E, n) {
  const cores = (cpuSecondsPerMillion) => (E * cpuSecondsPerMillion) / 1e6 / n.utilisation;
  const workers = Math.ceil(cores(n.worker_cpu_s));
  const hub = (E * n.hub_cpu_s) / 1e6;
  const perViewer = (n.socket_write_us / 1e6) * (1000 / n.tick_ms);
  const toViewer = n.viewer_bytes;
  const fits = hub < n.utilisation;
  const byCpu = (n.utilisation - hub) / perViewer;
  // A hair more, or 0.3 / 0.0003 would be 999.
  const room = Math.floor(Math.min(byCpu, (n.web_mb_s * 1e6) / toViewer) + 1e-6);
  const web = Math.max(2, Math.ceil(n.viewers / room));
  const compute =
    ((n.worker_cpu_s + n.database_cpu_s + n.broker_cpu_s) / n.utilisation / 3600) * n.core_hour_usd;
  const unfit = `does not fit: the hub alone needs ${Number(hub.toPrecision(2))} cores of one event loop`;
  return [
    ['events per day', sized(E * DAY_S, ['', 'thousand', 'million', 'billion', 'trillion']).trim()],
    ['workers (one core each)', grouped(workers)],
    ['partitions', grouped(workers * n.partitions_per_worker)],
    ['memory of the workers', bytes(workers * n.worker_rss_mib * 2 ** 20)],
    ['broker: in', perSecond(E * n.event_bytes)],
    ['broker: cores, before replication', grouped(Math.ceil(cores(n.broker_cpu_s)))],
    ['brokers', grouped(Math.max(3, Math.ceil((E * n.event_bytes * n.replication) / (n.broker_mb_s * 1e6))))],
    ['database: cores', grouped(Math.ceil(cores(n.database_cpu_s)))],
    ['database: nodes', grouped(Math.ceil(cores(n.database_cpu_s) / n.cores_per_node))],
    ['database: rows on disk, per day', bytes(E * DAY_S * n.row_bytes)],
    ['database: hot rows, in memory', bytes(E * n.hot_minutes * 60 * n.row_bytes)],
    ['live log: in', perSecond(E * n.live_bytes)],
    ['live log: to each web process', perSecond(E * n.live_bytes)],
    ['ring: a viewer may be away for', `${Number((n.ring_events / E).toPrecision(2))} s`],
    ['web: hub, cores of each process', Number(hub.toPrecision(2))],
    ['web: viewers per process', fits ? grouped(room) : unfit],
    [`web: processes for ${grouped(n.viewers)} viewers`, fits ? grouped(web) : unfit],
    ['web: memory of each', bytes(n.web_rss_mib * 2 ** 20)],
    ['web: to each viewer, at most', perSecond(toViewer)],
    [`web: to ${grouped(n.viewers)} viewers, at most`, perSecond(toViewer * n.viewers)],
    ['compute, per million events', dollars(compute)],
    ['compute, per day', dollars(((compute * E) / 1e6) * DAY_S)],
  ];
}

const page = readFileSync(PAGE, 'utf8');
const inputs = readInputs(page);
const rates = values.rate.map(Number);
if (!rates.every((rate) => rate > 0)) fail('--rate: want events per second');
const plans = rates.map((rate) => plan(rate, inputs));
const rows = (plans[0] ?? []).map(([name], at) => [name, ...plans.map((each) => each[at]?.[1])]);
const table = [
  `| | ${rates.map((rate) => `${grouped(rate)} events/s`).join(' | ')} |`,
  `|---|${rates.map(() => '---|').join('')}`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
].join('\n');

const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
if (begin < 0 || end < begin) fail(`docs/capacity.md has lost its marks "${BEGIN}", "${END}"`);
const wanted = `${page.slice(0, begin + BEGIN.length)}\n${table}\n${page.slice(end)}`;
if (values.check && wanted !== page)
  fail('docs/capacity.md: the tables do not follow from its inputs; run node scripts/capacity.mjs --write');
else if (values.write) writeFileSync(PAGE, wanted);
else if (!values.check) console.log(table);
