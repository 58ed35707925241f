/**
 * Events to viewers: `npm run bench:fanout [-- --short]`, or `--rounds 3 --seconds 4`. The live half of a web process against
 * what one writes first (Socket.IO emits each event; a list of them as JSON per tick), one after the other in one run. Server
 * and viewers are a process each, on the loopback; CPU is the server's own.
 */
import { parseArgs } from 'node:util';
import { type Received, type Reckoning, runAudience } from './fanout/audience';
import { Remote } from './fanout/remote';
import { runServer, type Spent, VARIANTS, type Variant } from './fanout/server';
import { median, quantile } from './quantile';

const FILE = import.meta.filename;
const AUDIENCES = [500, 2_000] as const;
const RATES = [1_000, 5_000] as const;
/** Before it is measured. */
const SETTLE_MS = 1_000;
/** What is under way may take so long to arrive. */
const DRAIN_MS = 20_000;
const STORM_VIEWERS = 500;
/** One after the other on the same server: the first one meets code that is cold. */
const STORMS = 3;
const STORM_RATE = 1_000;

type Measured = {
  readonly cpuUsPerDelivery: number;
  /** Server CPU over time, in cores. */
  readonly cores: number;
  readonly bytesPerEvent: number;
  /** Of what was published, received. */
  readonly share: number;
};
type Results = Map<string, Measured[]>;
type Tally = {
  lost: number;
  gaps: number;
  readonly latencies: Map<string, number[]>;
  readonly storms: number[];
};

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const rounded = (number: number, digits = 0) => Number(number.toFixed(digits));
const keyOf = (variant: Variant, viewers: number, rate: number) => `${variant} ${viewers} ${rate}`;

async function measure(server: Remote, audience: Remote, viewers: number, follows: boolean, ms: number) {
  const before = await server.ask<Spent>('spent');
  const had = await audience.ask<Received>('received');
  await pause(ms);
  const after = await server.ask<Spent>('spent');
  const has = await audience.ask<Received>('received');
  const published = after.published - before.published;
  // A follower gets every event of each frame; that none is missing is reckoned at the end.
  const delivered = follows ? published * viewers : has.events - had.events;
  const cpuMs = after.cpuMs - before.cpuMs;
  return {
    cpuUsPerDelivery: (cpuMs * 1_000) / delivered,
    cores: cpuMs / (after.at - before.at),
    bytesPerEvent: (has.bytes - had.bytes) / delivered,
    share: delivered / (published * viewers),
  };
}

/** Until all stand at the end of the log; who does not get there is reckoned as lost. */
async function drained(server: Remote, audience: Remote): Promise<void> {
  const head = await server.ask<number>('head');
  const until = performance.now() + DRAIN_MS;
  while (performance.now() < until && (await audience.ask<number>('behind', head)) > 0) await pause(100);
}

/** Holds what the decoding viewers drew against what was published, and everybody's cursor against the log's end. */
async function reckon(
  server: Remote,
  audience: Remote,
  sumsBefore: ReadonlyMap<string, number>,
  tally: Tally,
) {
  const reckoning = await audience.ask<Reckoning>('reckoning', await server.ask<number>('head'));
  const sums = await server.ask<Map<string, number>>('sums');
  tally.lost += reckoning.short;
  tally.gaps += reckoning.gaps;
  for (const drawn of reckoning.sums)
    for (const [key, count] of sums)
      tally.lost += Math.abs(count - (sumsBefore.get(key) ?? 0) - (drawn.get(key) ?? 0));
  return reckoning.arrivals;
}

async function latencies(server: Remote, arrivals: readonly Float64Array[], from: number): Promise<number[]> {
  const publishedAt = await server.ask<Float64Array>('publishedAt');
  const all: number[] = [];
  for (const frames of arrivals)
    for (let at = 0; at < frames.length; at += 3)
      for (let offset = frames[at + 1] ?? 0; offset <= (frames[at + 2] ?? -1); offset++)
        if (offset > from) all.push((frames[at] ?? 0) - (publishedAt[offset] ?? 0));
  return all;
}

async function round(variant: Variant, viewers: number, ms: number, results: Results, tally: Tally) {
  const server = new Remote(FILE, variant);
  const audience = new Remote(FILE, 'audience');
  const follows = variant === 'globe';
  try {
    const url = await server.ask<string>('url');
    const sums = await server.ask<Map<string, number>>('sums');
    await audience.ask('open', { url, viewers, follows });
    for (const rate of RATES) {
      await server.ask('rate', rate);
      await pause(SETTLE_MS);
      const from = follows ? await server.ask<number>('head') : 0;
      const measured = await measure(server, audience, viewers, follows, ms);
      await server.ask('rate', 0);
      const key = keyOf(variant, viewers, rate);
      results.set(key, [...(results.get(key) ?? []), measured]);
      if (!follows) continue;
      await drained(server, audience);
      const arrivals = await reckon(server, audience, sums, tally);
      tally.latencies.set(key, [
        ...(tally.latencies.get(key) ?? []),
        ...(await latencies(server, arrivals, from)),
      ]);
    }
    if (follows && viewers === STORM_VIEWERS)
      for (let number = 0; number < STORMS; number++) tally.storms.push(await storm(server, audience));
  } finally {
    await Promise.all([server.end(), audience.end()]);
  }
}

/** CPU of the server from the cut to the frame that the last of them gets. */
async function storm(server: Remote, audience: Remote): Promise<number> {
  await server.ask('rate', STORM_RATE);
  await pause(SETTLE_MS);
  const before = await server.ask<Spent>('spent');
  const ms = await audience.ask<number>('storm');
  const after = await server.ask<Spent>('spent');
  await server.ask('rate', 0);
  const cpuMs = after.cpuMs - before.cpuMs;
  console.log(`  storm of ${STORM_VIEWERS}: ${rounded(ms)} ms, ${rounded(cpuMs)} ms of CPU`);
  return cpuMs;
}

async function main(rounds: number, ms: number, variants: readonly Variant[], audiences: readonly number[]) {
  const results: Results = new Map();
  const tally: Tally = { lost: 0, gaps: 0, latencies: new Map(), storms: [] };
  for (let number = 1; number <= rounds; number++)
    for (const viewers of audiences)
      for (const variant of variants) await round(variant, viewers, ms, results, tally);
  const of = (variant: Variant, viewers: number, rate: number, what: keyof Measured) =>
    median((results.get(keyOf(variant, viewers, rate)) ?? []).map((measured) => measured[what]));
  for (const viewers of audiences)
    for (const rate of RATES)
      for (const variant of variants) {
        const figure = (what: keyof Measured) => of(variant, viewers, rate, what);
        const times = tally.latencies.get(keyOf(variant, viewers, rate)) ?? [];
        const latency = times.length
          ? `, p50 ${rounded(median(times))} ms, p99 ${rounded(quantile(times, 0.99))} ms`
          : '';
        console.log(
          `${variant}, ${viewers} viewers, ${rate}/s: ${rounded(figure('cpuUsPerDelivery'), 4)} µs per delivery, ${rounded(figure('cores'), 2)} cores, ${rounded(figure('bytesPerEvent'), 1)} bytes per event, ${rounded(figure('share') * 100)} % delivered${latency}`,
        );
      }
  const most = Math.max(...audiences);
  const [, fast] = RATES;
  const times = tally.latencies.get(keyOf('globe', most, fast)) ?? [];
  const perDelivery = (variant: Variant) => of(variant, STORM_VIEWERS, fast, 'cpuUsPerDelivery');
  console.log(`gaps that viewers had to ask about: ${tally.gaps}`);
  console.log(
    `BENCH fanout ${JSON.stringify({
      cpuPerDeliveryVsPerEvent: rounded(perDelivery('perEvent') / perDelivery('globe'), 1),
      cpuPerDeliveryVsBatches: rounded(perDelivery('batches') / perDelivery('globe'), 1),
      bytesPerEvent: rounded(of('globe', STORM_VIEWERS, fast, 'bytesPerEvent'), 2),
      viewers: most,
      p50Ms: rounded(median(times)),
      p99Ms: rounded(quantile(times, 0.99)),
      stormCpuMs: rounded(median(tally.storms)),
      lost: tally.lost,
    })}`,
  );
}

const { values } = parseArgs({
  options: {
    role: { type: 'string' },
    /** Whether it all still runs, in under a minute: its figures are not to be quoted. */
    short: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    // To look at one alone.
    variants: { type: 'string', default: VARIANTS.join() },
    viewers: { type: 'string' },
  },
});
const {
  rounds = '1',
  seconds = '1',
  viewers = `${STORM_VIEWERS}`,
} = values.short ? values : { rounds: '3', seconds: '4', viewers: AUDIENCES.join(), ...values };
if (values.role === 'audience') runAudience();
else if (values.role) await runServer(values.role as Variant);
else {
  const variants = VARIANTS.filter((variant) => values.variants.split(',').includes(variant));
  const audiences = viewers.split(',').map(Number);
  await main(Number(rounds), Number(seconds) * 1_000, variants, audiences);
}
