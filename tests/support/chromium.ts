import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { partPath } from './parts';

/** WebGL by software; and none of Chromium's own calls to the outside. */
const FLAGS = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-dev-shm-usage',
];

export type PageOptions = { readonly width?: number; readonly height?: number };
export type OpenedPage = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Uncaught errors and `console.error` lines so far. */
  readonly errors: string[];
};

/** Debian's Chromium without a window, driven by playwright-core. `startChromium` makes it. */
export class TestBrowser {
  readonly browser: Browser;

  constructor(browser: Browser) {
    this.browser = browser;
  }

  /** Opens a page of its own (own cookies and storage) and resolves once its document has been parsed. */
  async open(url: string, { width = 1280, height = 720 }: PageOptions = {}): Promise<OpenedPage> {
    const context = await this.browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error') errors.push(line.text());
    });
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 120_000 });
    return { page, context, errors };
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** `flags` come on top, e.g. `--disable-gpu --disable-3d-apis` to take WebGL away. */
export async function startChromium(flags: readonly string[] = []): Promise<TestBrowser> {
  const browser = await chromium.launch({
    executablePath: partPath('chromium'),
    args: [...FLAGS, ...flags],
    timeout: 120_000,
  });
  return new TestBrowser(browser);
}
