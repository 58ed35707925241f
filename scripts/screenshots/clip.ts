import { writeFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';
import { startGlobe } from '../../tests/support/globe';
import { animatedWebp } from './animated-webp';
import { Camera, ringsOf } from './camera';

/** As it is looked at, and as large as the clip is. */
const VIEW = { width: 1280, height: 720 };
const SIZE = { width: 960, height: 540 };
const SECONDS = 7;
const FRAMES_PER_SECOND = 10;
const QUALITY = 0.62;
const FILE = 'docs/screenshots/watch.webp';
const WARM_MS = 25_000;

type Shown = { readonly jpeg: string; readonly at: number };

/** What the screen shows for so long, as it is painted. */
async function film(session: CDPSession, forMs: number): Promise<Shown[]> {
  const shown: Shown[] = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    shown.push({ jpeg: data, at: (metadata.timestamp ?? 0) * 1_000 });
    void session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 95, everyNthFrame: 1 });
  await new Promise((done) => setTimeout(done, forMs));
  await session.send('Page.stopScreencast');
  return shown;
}

/** One frame per step of time: the latest that was painted by then. */
function atEvenSteps(shown: readonly Shown[]): string[] {
  const start = shown[0]?.at ?? 0;
  const steps = Array.from(
    { length: SECONDS * FRAMES_PER_SECOND },
    (_, step) => start + (step * 1_000) / FRAMES_PER_SECOND,
  );
  return steps.flatMap((until) => shown.findLast(({ at }) => at <= until)?.jpeg ?? []);
}

/** Chromium has a WebP encoder: no other tool is needed. */
async function toWebp(page: Page, jpeg: string): Promise<Buffer> {
  const text = await page.evaluate(
    async ([base64, quality, width, height]) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
      const webp = new Uint8Array(
        await (await canvas.convertToBlob({ type: 'image/webp', quality })).arrayBuffer(),
      );
      let letters = '';
      for (const byte of webp) letters += String.fromCharCode(byte);
      return btoa(letters);
    },
    [jpeg, QUALITY, SIZE.width, SIZE.height] as const,
  );
  return Buffer.from(text, 'base64');
}

/** The clip that the README leads with: the watch page with a stream running. */
export async function takeClip(wanted: string): Promise<void> {
  const camera = await Camera.open(wanted);
  if (camera.wants('clip')) {
    const globe = await startGlobe({ env: { RATE: '150' } });
    const page = await camera.page({ url: globe.url, ...VIEW });
    await ringsOf(page);
    await page.waitForTimeout(WARM_MS);
    const session = await page.context().newCDPSession(page);
    const shown = await film(session, SECONDS * 1_000);
    const blank = await page.context().newPage();
    const frames: Buffer[] = [];
    for (const jpeg of atEvenSteps(shown)) frames.push(await toWebp(blank, jpeg));
    const clip = animatedWebp(frames, { ...SIZE, frameMs: 1_000 / FRAMES_PER_SECOND });
    writeFileSync(FILE, clip);
    const painted = (shown.length / SECONDS).toFixed(1);
    console.log(
      `${FILE}: ${frames.length} frames of ${painted} painted a second, ${(clip.length / 1e6).toFixed(1)} MB`,
    );
    await globe.process.stop();
  }
  await camera.close();
}
