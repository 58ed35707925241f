import type { Page } from 'playwright-core';
import { startGlobe } from '../../tests/support/globe';
import { Camera, ringsOf } from './camera';

const STREAM_MS = 20_000;
/** A flight has landed, pictures have come. */
const SETTLED_MS = 12_000;
const SIZES = [
  [1920, 1080],
  [390, 844],
] as const;
const THEMES = ['dark', 'light'] as const;

type Wanted = {
  readonly name: string;
  readonly query: string;
  readonly act: (page: Page) => Promise<void>;
};

const SHOTS: readonly Wanted[] = [
  {
    name: 'card',
    query: '',
    act: async (page) => {
      // Under the keyboard the feed stands still.
      await page.getByTestId('feed-row').first().getByRole('button').focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('pin-card').waitFor();
    },
  },
  {
    name: 'place',
    query: '',
    act: async (page) => {
      await page.getByTestId('top-places').locator('li').first().getByRole('button').click();
      await page.getByTestId('place-panel').waitFor();
    },
  },
  { name: 'filtered', query: 'category=food,travel', act: async () => {} },
];

/** What opens when somebody wants to know more, and a filtered page, in both themes, on a desk and a phone. */
export async function takeDetails(wanted: string): Promise<void> {
  const shots = SHOTS.flatMap((shot) =>
    THEMES.flatMap((theme) =>
      SIZES.map(([width, height]) => {
        const name = `${shot.name}-${theme}-${width}x${height}`;
        return { ...shot, theme, width, height, name };
      }),
    ),
  ).filter(({ name }) => name.startsWith(wanted));
  if (shots.length === 0) return;
  const camera = await Camera.open(wanted);
  const globe = await startGlobe({ env: { RATE: '150' } });
  for (const { name, query, theme, width, height, act } of shots) {
    const page = await camera.page({ url: `${globe.url}/?theme=${theme}&${query}`, width, height });
    await ringsOf(page);
    await page.waitForTimeout(STREAM_MS);
    await act(page);
    await page.waitForTimeout(SETTLED_MS);
    await camera.take(page, name);
    await page.context().close();
  }
  await globe.process.stop();
  await camera.close();
}
