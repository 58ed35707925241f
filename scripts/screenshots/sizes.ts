import { startGlobe } from '../../tests/support/globe';
import { Camera, ringsOf } from './camera';

/** A stream that runs so long before the picture: there is heat, and the numbers say something. */
const STREAM_MS = 20_000;
const BERLIN = 'Europe/Berlin';
/** Twelve hours and more from Europe: between them there is always a night side. */
const AUCKLAND = 'Pacific/Auckland';
const NEW_YORK = 'America/New_York';

const SIZES = [
  [1920, 1080],
  [3840, 2160],
  [2560, 1080],
  [1080, 1920],
  [390, 844],
] as const;

type Wanted = readonly [name: string, path: string, width: number, height: number, timezoneId: string];

const SHOTS: readonly Wanted[] = [
  ...SIZES.flatMap(([width, height]): Wanted[] => [
    ['watch', '/', width, height, BERLIN],
    ['watch-light', '/?theme=light', width, height, BERLIN],
    ['wall', '/wall', width, height, BERLIN],
    ['embed', '/embed?theme=dark', width, height, BERLIN],
  ]),
  ['watch-americas', '/', 1920, 1080, NEW_YORK],
  ['watch-pacific', '/', 1920, 1080, AUCKLAND],
  ['watch-light-pacific', '/?theme=light', 1920, 1080, AUCKLAND],
  ['wall-light', '/wall?theme=light', 1920, 1080, BERLIN],
  ['embed-light', '/embed?theme=light', 480, 320, BERLIN],
  ['embed-dark', '/embed?theme=dark', 480, 320, BERLIN],
  ['embed-transparent', '/embed?theme=transparent', 480, 320, BERLIN],
];

/** The three pages at the sizes that matter, on the simulation, day side and night side. */
export async function takeSizes(wanted: string): Promise<void> {
  const camera = await Camera.open(wanted);
  const shots = SHOTS.filter(([name, , width, height]) => camera.wants(`${name}-${width}x${height}`));
  if (shots.length > 0) {
    const globe = await startGlobe({ env: { RATE: '150' } });
    for (const [name, path, width, height, timezoneId] of shots) {
      const page = await camera.page({ url: globe.url + path, width, height, timezoneId });
      await ringsOf(page);
      await page.waitForTimeout(STREAM_MS);
      await camera.take(page, `${name}-${width}x${height}`);
      await page.context().close();
    }
    await globe.process.stop();
  }
  await camera.close();
}
