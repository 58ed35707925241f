import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { parseCursor } from '../../lib/live/cursor';
import { FrameReader } from '../../lib/live/frame-reader';
import { SNAPSHOT_PATH, type Snapshot } from '../../lib/live/protocol';
import { RawViewer, type Start } from './raw-viewer';
import { answer } from './remote';

/** So many of them decode every frame. */
const DECODERS = 20;
const AT_ONCE = 50;

export type Opening = { readonly url: string; readonly viewers: number; readonly follows: boolean };
export type Received = { readonly events: number; readonly bytes: number; readonly frames: number };
/** What came of it: those that are not at the end of the log, gaps that were mended, located events by decoder. */
export type Reckoning = {
  readonly short: number;
  readonly gaps: number;
  readonly sums: readonly ReadonlyMap<string, number>[];
  readonly arrivals: readonly Float64Array[];
};

let last: { readonly body: Buffer; readonly start: Start; readonly snapshot: Snapshot } | null = null;

/** The picture of now, over a connection of its own. All viewers of a second get the same: it is read once. */
function snapshot(url: string) {
  return new Promise<NonNullable<typeof last>>((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip' };
    get(url + SNAPSHOT_PATH, { agent: false, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        if (!last?.body.equals(body)) {
          const picture = JSON.parse(String(gunzipSync(body))) as Snapshot;
          const cursor = parseCursor(picture.cursor);
          if (!cursor) return reject(new Error(`no cursor: ${picture.cursor}`));
          const reader = new FrameReader();
          reader.learn(picture.book);
          last = { body, start: { cursor, known: reader.known }, snapshot: picture };
        }
        resolve(last);
      });
    }).on('error', reject);
  });
}

/** The process of the viewers. */
export function runAudience(): void {
  const viewers: RawViewer[] = [];
  let url = '';
  answer({
    open: async (opening: Opening) => {
      url = opening.url;
      const picture = opening.follows ? await snapshot(url) : null;
      for (let index = 0; index < opening.viewers; index++) {
        const reader = picture && index < DECODERS ? new FrameReader() : null;
        if (reader && picture) reader.learn(picture.snapshot.book);
        viewers.push(new RawViewer(reader));
      }
      for (let first = 0; first < viewers.length; first += AT_ONCE)
        await Promise.all(
          viewers
            .slice(first, first + AT_ONCE)
            .map((viewer) => viewer.open(url, picture?.start ?? null, 'let in')),
        );
    },
    received: (): Received => ({
      events: viewers.reduce((sum, { events }) => sum + events, 0),
      bytes: viewers.reduce((sum, { bytes }) => sum + bytes, 0),
      frames: viewers.reduce((sum, { frames }) => sum + frames, 0),
    }),
    behind: (head: number) => viewers.filter(({ at }) => at?.offset !== head).length,
    reckoning: (head: number): Reckoning => ({
      short: viewers.filter(({ at, connected }) => !connected || at?.offset !== head).length,
      gaps: viewers.reduce((sum, { gaps, resets }) => sum + gaps + resets, 0),
      sums: viewers.filter(({ reader }) => reader).map(({ sums }) => sums),
      arrivals: viewers
        .filter(({ reader }) => reader)
        .map(({ arrivals }) => Float64Array.from(arrivals.splice(0))),
    }),
    /** All lose their connection at once, and begin from a picture each. */
    storm: async () => {
      for (const viewer of viewers) viewer.cut();
      const began = performance.now();
      await Promise.all(
        viewers.map(async (viewer) => {
          const picture = await snapshot(url);
          viewer.reader?.learn(picture.snapshot.book);
          await viewer.open(url, picture.start, 'a frame');
        }),
      );
      return performance.now() - began;
    },
  });
}
