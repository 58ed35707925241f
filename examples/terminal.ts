/**
 * Prints repins as they happen: `npm run watch-terminal -- http://127.0.0.1:3000`. An example of the live client outside of a
 * browser: it lists what came, says when it was away, and ends with Ctrl-C.
 */
import { createLiveClient } from '../lib/live/client/live-client';
import type { LiveStatus } from '../lib/live/client/live-status';

const [url = 'http://127.0.0.1:3000'] = process.argv.slice(2);
if (!URL.canParse(url)) {
  console.error(`"${url}" is no address: npm run watch-terminal -- http://127.0.0.1:3000`);
  process.exit(2);
}

const client = createLiveClient(url, {
  onOtherVersion: () => {
    console.error('the globe speaks another version of the protocol');
    process.exit(1);
  },
});
const time = (ms: number) => new Date(ms).toISOString().slice(11, 19);
/** Repins so far, the unlocated ones too; null before the first picture. */
let total: number | null = null;
let before: LiveStatus | null = null;

client.onStatus((status) => {
  const { state, transport, waitingFor } = status;
  if (state === before?.state && waitingFor === before.waitingFor) return;
  before = status;
  const by = transport === 'sse' ? ' (by HTTP stream: WebSockets are blocked)' : '';
  console.log(`-- ${state}${by}${waitingFor === null ? '' : `, the globe waits for ${waitingFor}`}`);
});
client.onSnapshot(({ totals }) => {
  // A second picture means that the frames in between are not to be had; its totals are exact all the same.
  if (total !== null) console.log(`-- ${totals.repin - total} repins while away`);
  total = totals.repin;
  console.log(`-- ${total} repins so far`);
});
client.onFrame(({ totals, records, book, serverTime, away }) => {
  if (away && total !== null) console.log(`-- ${totals.repin - total} repins while away`);
  total = totals.repin;
  for (const { type, place, category, count, late } of records) {
    if (type !== 'repin' || away) continue;
    const { city, region, country } = book.places[place] ?? {};
    const where = [city || region, country].filter(Boolean).join(', ');
    const what = book.categories[category] ?? 'no category';
    console.log(
      `${time(serverTime)} ${where}: ${what}${count > 1 ? ` ×${count}` : ''}${late ? ', late' : ''}`,
    );
  }
});
client.start();

process.on('SIGINT', () => {
  client.stop();
  process.exit(0);
});
