/**
 * Every fault against the real parts: `npm run bench:chaos [-- --short | --only PATTERN] [--events 34000] [--seed 1]`.
 * Real Kafka, real MariaDB, worker and web processes, real viewers over Socket.IO. Events stream in, a fault strikes and
 * is lifted; then every id that Kafka acknowledged is looked for in the database, every outcome is counted against the
 * records of the topic, and every viewer's circles are held against the rows.
 */
import { parseArgs } from 'node:util';
import { runProcess } from '../tests/support/processes';
import { ALL, SHORT } from './chaos/faults';
import { FaultBooks, type Figures } from './chaos/round';
import { Stage } from './chaos/stage';

const number = (value: number) => value.toLocaleString('en');

function line(figures: Figures): string {
  const { fault, events, rows, lost, duplicate, located, shown, shownTwice, neverShown } = figures;
  return [
    `${fault}:`.padEnd(62),
    `${number(events)} in, ${number(rows)} rows, ${lost} lost, ${duplicate} duplicate;`,
    `${number(shown)} of ${number(located)} circles, ${shownTwice} twice, ${neverShown} never;`,
    `${figures.recoverySeconds.toFixed(1)} s to recover${figures.startedOver > 0 ? `; ${figures.startedOver} viewers started over` : ''}`,
  ].join(' ');
}

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    only: { type: 'string' },
    // The list so many times over.
    repeat: { type: 'string', default: '1' },
    events: { type: 'string' },
    rate: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const faults = (values.short ? SHORT : ALL).filter(({ name }) => new RegExp(values.only ?? '').test(name));
const events = Number(values.events ?? (values.short ? 4_000 : 34_000));
const perSecond = Number(values.rate ?? (values.short ? 2_000 : 6_000));
await runProcess('npm', ['run', 'build']);
console.log(
  `seed ${values.seed}, ${faults.length} faults, ${number(events)} events each at ${number(perSecond)}/s`,
);
const stage = await Stage.start(Number(values.seed));
const books = new FaultBooks(stage);
const rounds: Figures[] = [];
for (const fault of Array.from({ length: Number(values.repeat) }, () => faults).flat()) {
  const figures = await books.round(fault, events, perSecond);
  rounds.push(figures);
  console.log(line(figures));
}
const { lost, duplicate, records } = await books.whole();
const sum = (key: 'lost' | 'duplicate' | 'shownTwice' | 'neverShown') =>
  rounds.reduce((total, figures) => total + figures[key], 0);
const figures = {
  faults: rounds.length,
  kills: stage.kills,
  events: records,
  lost: Math.max(lost, sum('lost')),
  duplicate: Math.max(duplicate, sum('duplicate')),
  shownTwice: sum('shownTwice'),
  neverShown: sum('neverShown'),
};
await stage.stop();
console.log(`BENCH chaos ${JSON.stringify(figures)}`);
