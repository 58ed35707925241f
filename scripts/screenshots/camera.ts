import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startChromium, type TestBrowser } from '../../tests/support/chromium';

const FOLDER = 'docs/screenshots';
const PATIENCE = { timeout: 120_000 };
const QUALITY = 84;

type ProbedWindow = { __repinGlobe?: { rings(): unknown[] } };

export type Shot = {
  /** Opened at the best tier of quality: without a GPU the page would choose the lowest, and nobody has that on a desk. */
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** Where the viewer is: what side of the globe it sees first. */
  readonly timezoneId?: string;
  readonly reducedMotion?: boolean;
};

/** Takes pictures of pages in Chromium. `wanted`: only of names that begin so. */
export class Camera {
  readonly #wanted: string;
  readonly #chromium: TestBrowser;

  private constructor(wanted: string, chromium: TestBrowser) {
    this.#wanted = wanted;
    this.#chromium = chromium;
  }

  static async open(wanted: string, flags: readonly string[] = []): Promise<Camera> {
    mkdirSync(FOLDER, { recursive: true });
    return new Camera(wanted, await startChromium(flags));
  }

  wants(name: string): boolean {
    return name.startsWith(this.#wanted);
  }

  async page({
    url,
    width,
    height,
    timezoneId = 'Europe/Berlin',
    reducedMotion = false,
  }: Shot): Promise<Page> {
    const context = await this.#chromium.browser.newContext({
      viewport: { width, height },
      timezoneId,
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    });
    const page = await context.newPage();
    const finest = new URL(url);
    finest.searchParams.set('quality', '0');
    await page.goto(finest.href, { waitUntil: 'domcontentloaded', ...PATIENCE });
    return page;
  }

  async take(page: Page, name: string): Promise<void> {
    const path = join(FOLDER, `${name}.jpg`);
    // A digit between two others is no picture of either.
    await page.addStyleTag({ content: '.rolling-digit::before { transition: none !important }' });
    await page.screenshot({ path, type: 'jpeg', quality: QUALITY, timeout: 180_000 });
    console.log(path);
  }

  async close(): Promise<void> {
    await this.#chromium.close();
  }
}

/** The scene has its first circles. */
export async function ringsOf(page: Page): Promise<void> {
  await page.waitForFunction(
    () => ((window as ProbedWindow).__repinGlobe?.rings().length ?? 0) > 0,
    undefined,
    PATIENCE,
  );
}

/** The scene is drawn, with or without circles. */
export async function sceneOf(page: Page): Promise<void> {
  await page.locator('[data-globe="webgl"], [data-globe="map"]').first().waitFor(PATIENCE);
  // Its cross-fade is over.
  await page.waitForTimeout(3_000);
}

/** The page says this of its state. */
export async function saysOf(page: Page, words: RegExp): Promise<void> {
  await page.getByTestId('connection-state').filter({ hasText: words }).waitFor(PATIENCE);
}
