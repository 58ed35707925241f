/**
 * Whether a page that is left open grows: `npm run bench:soak`, or `-- --minutes 6`. The built watch page with its own
 * simulation at 500 events/s in Chromium. After each quarter of a minute garbage is collected by force and what is left of
 * the heap is read; the slope is the median of those between all pairs. The first five minutes (of a short run the first
 * third) are left out: windows and lists of bounded size fill in them. The quality is the governor's, as users have it.
 * It fails on an error in the page, and when there are no rings.
 */
import { parseArgs } from 'node:util';
import type { GlobeProbe } from '../components/globe/globe-probe';
import { startChromium } from '../tests/support/chromium';
import { startGlobe } from '../tests/support/globe';
import { runProcess } from '../tests/support/processes';
import { theilSen } from './theil-sen';

const RATE = 500;
const SAMPLE_EVERY_MS = 15_000;
const LEFT_OUT_MINUTES = 5;
const MINUTE_MS = 60_000;
const FLAGS = ['--enable-precise-memory-info', '--js-flags=--expose-gc'];

type Sample = {
  readonly minutes: number;
  readonly heapMB: number;
  readonly gpuObjects: number;
  readonly rings: number;
};
type ProbedWindow = { readonly __repinGlobe?: GlobeProbe };

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '20' } } });
const minutes = Number(values.minutes);
const leftOut = Math.min(LEFT_OUT_MINUTES, minutes / 3);

await runProcess('npm', ['run', 'build']);
const globe = await startGlobe({ env: { RATE: String(RATE) } });
const chromium = await startChromium(FLAGS);
const { page, context, errors } = await chromium.open(globe.url, { width: 960, height: 600 });
await page.waitForFunction(() => ((window as ProbedWindow).__repinGlobe?.liveRings() ?? 0) > 0, undefined, {
  timeout: 120_000,
});
const cdp = await context.newCDPSession(page);
await cdp.send('HeapProfiler.enable');
const began = performance.now();
const samples: Sample[] = [];
while (performance.now() - began < minutes * MINUTE_MS) {
  await page.waitForTimeout(SAMPLE_EVERY_MS);
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const [gpuObjects, rings] = await page.evaluate(() => {
    const probe = (window as ProbedWindow).__repinGlobe;
    return [probe?.gpuObjects() ?? -1, probe?.liveRings() ?? -1] as const;
  });
  const sample = {
    minutes: (performance.now() - began) / MINUTE_MS,
    heapMB: usedSize / 1e6,
    gpuObjects,
    rings,
  };
  samples.push(sample);
  console.log(
    `  ${sample.minutes.toFixed(2)} min: ${sample.heapMB.toFixed(2)} MB, ${gpuObjects} objects on the GPU, ${rings} rings`,
  );
}
const repins = await globe.json<{ readonly totals: { readonly repin: number } }>('/api/live/snapshot');
console.log(`  ${repins.totals.repin} repins`);
await chromium.close();
await globe.process.stop();
if (errors.length > 0) throw new Error(`errors in the page: ${errors.join('; ')}`);
if (samples.some(({ rings, gpuObjects }) => rings <= 0 || gpuObjects <= 0))
  throw new Error('nothing was drawn');
const counted = samples.filter((sample) => sample.minutes > leftOut);
const slope = theilSen(counted.map((sample) => [sample.minutes / 60, sample.heapMB]));
console.log(
  `BENCH soak ${JSON.stringify({
    heapSlopeMBPerHour: Number(slope.toFixed(2)),
    gpuObjectsConstant: new Set(counted.map(({ gpuObjects }) => gpuObjects)).size === 1,
  })}`,
);
process.exit(0);
