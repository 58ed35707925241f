import { startGlobe } from '../../tests/support/globe';
import { Camera, ringsOf, sceneOf } from './camera';

const SIZE = { width: 1280, height: 800 };
const THEMES = ['dark', 'light'] as const;
const STREAM_MS = 12_000;
const STATES = ['state-no-webgl', 'state-reduced-motion', 'state-context-lost', 'state-back-from-hidden'];

/** What depends on the viewer's machine and wishes, on the simulation. */
export async function takeViewers(wanted: string): Promise<void> {
  if (!STATES.some((state) => state.startsWith(wanted))) return;
  const globe = await startGlobe({ env: { RATE: '120' } });
  const camera = await Camera.open(wanted);
  const flat = await Camera.open(wanted, ['--disable-gpu', '--disable-3d-apis']);
  for (const theme of THEMES) {
    const url = `${globe.url}/?theme=${theme}`;
    const map = await flat.page({ url, ...SIZE });
    await ringsOf(map);
    await map.waitForTimeout(STREAM_MS);
    await flat.take(map, `state-no-webgl-${theme}`);
    await map.context().close();

    const calm = await camera.page({ url, ...SIZE, reducedMotion: true });
    await ringsOf(calm);
    await calm.waitForTimeout(STREAM_MS);
    await camera.take(calm, `state-reduced-motion-${theme}`);
    await calm.context().close();

    const lost = await camera.page({ url, ...SIZE });
    await ringsOf(lost);
    await sceneOf(lost);
    await lost.evaluate(() =>
      (window as { __repinGlobe?: { loseContext(): void } }).__repinGlobe?.loseContext(),
    );
    await lost.locator('[data-globe="map"]').waitFor({ timeout: 60_000 });
    await lost.waitForTimeout(STREAM_MS);
    await camera.take(lost, `state-context-lost-${theme}`);
    await lost.context().close();

    const hidden = await camera.page({ url, ...SIZE });
    await ringsOf(hidden);
    await hide(hidden, true);
    await hidden.waitForTimeout(STREAM_MS);
    await hide(hidden, false);
    await ringsOf(hidden);
    await camera.take(hidden, `state-back-from-hidden-${theme}`);
    await hidden.context().close();
  }
  await flat.close();
  await camera.close();
  await globe.process.stop();
}

async function hide(page: Awaited<ReturnType<Camera['page']>>, hidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (isHidden ? 'hidden' : 'visible'),
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
