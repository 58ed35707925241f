import { writeFileSync } from 'node:fs';
import { openViewer } from '../../tests/support/viewer';
import { NumberReader } from './numbered';

/** What the process of viewers is told, as JSON in its only argument. */
export type ViewersOptions = {
  readonly url: string;
  readonly viewers: number;
  readonly events: number;
  /** Where the times of arrival go: per viewer and event a float64, epoch ms, 0 for never. */
  readonly file: string;
};

/** So long without news, and it is over. */
const QUIET_MS = 15_000;

/** Real Socket.IO clients, each of which decodes every frame. Ends when all have all, or nothing comes any more. */
export async function runViewers({ url, viewers, events, file }: ViewersOptions): Promise<void> {
  const arrivals = new Float64Array(viewers * events);
  let [left, again, folded, newsAt] = [viewers * events, 0, 0, Date.now()];
  let begun = false;
  const opened = [];
  for (let viewer = 0; viewer < viewers; viewer++) {
    const reader = new NumberReader();
    const one = await openViewer(url);
    opened.push(one);
    one.onRecord = (record, place) => {
      begun = true;
      newsAt = Date.now();
      if (place.city === '') {
        folded += record.count;
        left -= record.count;
        return;
      }
      for (let count = 0; count < record.count; count++) {
        const number = reader.next(Number(place.city));
        if (number >= events) again++;
        else {
          arrivals[viewer * events + number] = newsAt;
          left--;
        }
      }
    };
  }
  process.stdout.write('watching\n');
  while (left > 0 && !(begun && Date.now() - newsAt > QUIET_MS))
    await new Promise((turn) => setTimeout(turn, 200));
  writeFileSync(file, new Uint8Array(arrivals.buffer));
  const gaps = opened.reduce((sum, { gaps: count, resets }) => sum + count + resets, 0);
  process.stdout.write(`${JSON.stringify({ again, gaps, folded })}\n`);
  process.exit(0);
}
