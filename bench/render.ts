/**
 * What rings cost: `npm run bench:render [-- --short]`, or `--rounds 3 --seconds 6`. Chromium with WebGL by software, a small
 * canvas, one interleaved run: the finished scene without rings, react-globe.gl's own `ringsData`, the finished scene
 * with rings, without again. Streams come from a real hub (folded to a viewer's bandwidth) over a real socket. The quality
 * is fixed at the best tier, the camera begins at the same place. Medians of the rounds' ratios. It fails when a page had
 * fewer rings than it should, or the hub fewer events.
 *
 * The main thread is what callbacks of animation frames take, by the clock. Printed before the last line: the CPU time of
 * the main thread for all that it does in a frame, as the browser counts it, with what feeds the rings on both sides (socket,
 * decoding, intake; React's digest of the stock ones).
 */
import { parseArgs } from 'node:util';
import { startChromium, type TestBrowser } from '../tests/support/chromium';
import { Remote } from './fanout/remote';
import { runServer, type Spent } from './fanout/server';
import { median } from './quantile';
import { type BenchPages, buildPages } from './render/pages';
import { type Visit, visit } from './render/visit';

const FILE = import.meta.filename;
const FLAGS = ['--enable-precise-memory-info', '--js-flags=--expose-gc'];
const LIVE_RINGS = 2_000;
const HELD_RINGS = 100_000;
/** Events a second of which so many rings are alive: one in twenty has no place, one in ten is a login. */
const LIVE_RATE = 936;
const STREAMS = [500, 2_000, 10_000] as const;
/** Fewer rings or events than this share of what was wanted: something else was measured. */
const ENOUGH_LIVE = 0.9;
const ENOUGH_HELD = 0.99;
const ENOUGH_EVENTS = 0.95;
/** Two empty globes of one round that differ by more tell of a machine that does something else. */
const UNLIKE = 0.25;

type Round = { readonly empty: readonly [Visit, Visit] } & Readonly<
  Record<'stock' | 'live' | 'held', Visit> & Record<(typeof STREAMS)[number], Visit>
>;

const rounded = (number: number, digits: number) => Number(number.toFixed(digits));

async function round(chromium: TestBrowser, pages: BenchPages, server: Remote, seconds: number) {
  const url = await server.ask<string>('url');
  const look = async (title: string, path: string, rate = 0, leastRings = 0): Promise<Visit> => {
    await server.ask('rate', rate);
    const before = await server.ask<Spent>('spent');
    const seen = await visit(chromium.browser, pages, url + path, seconds * 1_000);
    const after = await server.ask<Spent>('spent');
    await server.ask('rate', 0);
    const { fps, callbackMs, cpuMs, rings, drawCalls } = seen;
    const perSecond = ((after.published - before.published) / (after.at - before.at)) * 1_000;
    console.log(
      `  ${title}: ${fps.toFixed(1)} fps, ${callbackMs.toFixed(2)} ms of callbacks a frame, ${cpuMs.toFixed(2)} ms of CPU in all, ${rings} rings, ${drawCalls} draw calls for them, ${perSecond.toFixed(0)} events/s`,
    );
    if (rings < leastRings) throw new Error(`${title}: ${rings} rings, not ${leastRings}`);
    if (leastRings > 0 && drawCalls < 1) throw new Error(`${title}: rings were not drawn`);
    if (perSecond < rate * ENOUGH_EVENTS) throw new Error(`${title}: ${perSecond} events/s, not ${rate}`);
    return seen;
  };
  const globe = '/bench/globe?quality=0';
  const first = await look('empty', globe);
  const stock = await look('stock rings', `/bench/stock?rings=${LIVE_RINGS}`, 0, LIVE_RINGS * ENOUGH_LIVE);
  const live = await look('as many of ours', globe, LIVE_RATE, LIVE_RINGS * ENOUGH_LIVE);
  const streams: Visit[] = [];
  for (const rate of STREAMS) streams.push(await look(`${rate}/s`, globe, rate, Math.min(rate, LIVE_RINGS)));
  const held = await look('held', `/bench/held?rings=${HELD_RINGS}&quality=0`, 0, HELD_RINGS * ENOUGH_HELD);
  const second = await look('empty', globe);
  const [at500, at2000, at10000] = streams as [Visit, Visit, Visit];
  return { empty: [first, second], stock, live, held, 500: at500, 2000: at2000, 10000: at10000 } as Round;
}

/** Of the two empty globes around what it is held against. */
const empty = ({ empty: [a, b] }: Round, of: (seen: Visit) => number) => (of(a) + of(b)) / 2;
const isSteady = ({ empty: [a, b] }: Round) => Math.abs(a.fps - b.fps) <= UNLIKE * Math.max(a.fps, b.fps);

async function main(wanted: number, seconds: number) {
  const pages = await buildPages();
  const server = new Remote(FILE, 'globe');
  const chromium = await startChromium(FLAGS);
  const rounds: Round[] = [];
  for (let number = 1; number <= wanted; number++) {
    console.log(`round ${number}`);
    rounds.push(await round(chromium, pages, server, seconds));
  }
  await chromium.close();
  await server.end();
  const steady = rounds.filter(isSteady);
  if (steady.length < rounds.length)
    console.log(
      `${rounds.length - steady.length} rounds were unsteady${steady.length ? ' and are left out' : ''}`,
    );
  const used = steady.length ? steady : rounds;
  const of = (pick: (round: Round) => number, digits: number) => rounded(median(used.map(pick)), digits);
  const fps = (rate: (typeof STREAMS)[number]) =>
    of((each) => each[rate].fps / empty(each, ({ fps }) => fps), 2);
  const ours = used.flatMap((each) => [each.live, each.held, ...STREAMS.map((rate) => each[rate])]);
  const nodes = new Set(
    [...ours, ...used.flatMap(({ empty }) => empty)].flatMap(({ sceneNodes }) => sceneNodes),
  );
  const ms = (pick: (seen: Visit) => number) => ({
    vsStock: of(({ stock, live }) => pick(stock) / pick(live), 1),
    vsEmpty: of((each) => pick(each.held) / empty(each, pick), 2),
  });
  const cpu = ms(({ cpuMs }) => cpuMs);
  const callbacks = ms(({ callbackMs }) => callbackMs);
  console.log(
    `The main thread's CPU time in all: ${cpu.vsStock} × less than with stock rings, ${cpu.vsEmpty} × the empty globe's with ${HELD_RINGS} rings.`,
  );
  console.log(
    `BENCH render ${JSON.stringify({
      drawCalls: Math.max(...ours.map(({ drawCalls }) => drawCalls)),
      sceneNodesConstant: nodes.size === 1,
      mainThreadVsStock: callbacks.vsStock,
      fpsVsEmptyAt500: fps(500),
      fpsVsEmptyAt2000: fps(2_000),
      fpsVsEmptyAt10000: fps(10_000),
      mainThread100kVsEmpty: callbacks.vsEmpty,
    })}`,
  );
}

const { values } = parseArgs({
  options: {
    role: { type: 'string' },
    /** Whether it all still runs, in a minute: its figures are not to be quoted. */
    short: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
  },
});
const { rounds = '1', seconds = '2' } = values.short ? values : { rounds: '3', seconds: '6', ...values };
if (values.role) await runServer('globe');
else await main(Number(rounds), Number(seconds));
