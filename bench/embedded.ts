/**
 * One process with everything in it, as fast as it goes: `npm run bench:embedded [-- --events 400000]`. The embedded
 * store, the pipeline, the hub and the web, on a file of events read at full speed, with viewers watching. The event
 * loop's delay is what the process itself measures over the whole run (its metrics).
 */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { SNAPSHOT_PATH, type Snapshot } from '../lib/live/protocol';
import { startGlobe } from '../tests/support/globe';
import { freePort, privateFolder, runProcess, waitFor } from '../tests/support/processes';
import { openViewer } from '../tests/support/viewer';
import { EventStream } from './ingest/stream';

const VIEWERS = 5;
/** Events that warm up the process and are not measured. */
const WARM_UP = 50_000;

async function writeEvents(path: string, events: number): Promise<EventStream> {
  const stream = new EventStream({ events, seed: 2, duplicateShare: 0.02 }, Date.now() - 60_000);
  const file = createWriteStream(path);
  for (let event = stream.next(); event !== null; event = stream.next())
    if (!file.write(`${event.json}\n`))
      await new Promise<void>((drained) => file.once('drain', () => drained()));
  file.end();
  await finished(file);
  return stream;
}

/** Event-loop delay since the last time it was asked, p99 in ms. */
async function loopP99(metricsUrl: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const seconds = /^nodejs_eventloop_lag_p99_seconds ([\d.e+-]+)/m.exec(text)?.[1];
  if (seconds === undefined) throw new Error('the process does not tell its event-loop delay');
  return Number(seconds) * 1_000;
}

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '400000' },
    // A folder for the CPU profile.
    profile: { type: 'string' },
  },
});
const events = Number(values.events);
await runProcess('npm', ['run', 'build']);
const path = join(privateFolder('embedded'), 'events.ndjson');
const { counts } = await writeEvents(path, events);
const wanted = Object.values(counts.rows).reduce((sum, count) => sum + count, 0);
const port = await freePort();
const globe = await startGlobe({
  nodeArgs: values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
  env: { SOURCE: 'file', FILE_PATH: path, SPEED: '0', METRICS_PORT: String(port) },
});
const metricsUrl = `http://127.0.0.1:${port}/metrics`;
const viewers = await Promise.all(Array.from({ length: VIEWERS }, () => openViewer(globe.url)));
for (const viewer of viewers) viewer.onRecord = () => {};
const stored = async () => {
  const { totals } = (await (await fetch(globe.url + SNAPSHOT_PATH)).json()) as Snapshot;
  return { rows: totals.pin + totals.repin + totals.comment + totals.login, at: performance.now() };
};
type Mark = Awaited<ReturnType<typeof stored>>;
const reach = async (rows: number): Promise<Mark> => {
  let mark: Mark | null = null;
  await waitFor(
    async () => {
      mark = await stored();
      return mark.rows >= rows;
    },
    `${rows} rows`,
    { timeoutMs: 300_000, intervalMs: 250 },
  );
  if (!mark) throw new Error('nothing was read');
  return mark;
};
const first = await reach(WARM_UP);
await loopP99(metricsUrl);
const last = await reach(wanted);
const eventLoopP99Ms = Number((await loopP99(metricsUrl)).toFixed(1));
// Rows in proportion to events: duplicates are read and looked up as well.
const eventsPerSecond = Math.round(
  ((last.rows - first.rows) / (last.at - first.at)) * 1_000 * (counts.events / wanted),
);
await waitFor(
  () => viewers.every(({ totals }) => totals.repin === counts.rows.repin),
  'the viewers to have all',
  {
    timeoutMs: 30_000,
  },
);
const { rows } = await stored();
for (const viewer of viewers) viewer.close();
await globe.process.stop();
console.log(`${rows} rows of ${events} events, ${counts.events - wanted} of them duplicates`);
console.log(
  `BENCH embedded ${JSON.stringify({ eventsPerSecond, eventLoopP99Ms, lost: wanted - Math.min(rows, wanted), duplicate: Math.max(0, rows - wanted) })}`,
);
