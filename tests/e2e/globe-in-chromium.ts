import { afterAll, beforeAll, expect } from 'vitest';
import { type OpenedPage, type PageOptions, startChromium, type TestBrowser } from '../support/chromium';
import { type Globe, startGlobe } from '../support/globe';

/** Chromium without WebGL: the globe is a flat map, and a page is there at once. */
export const FLAT = ['--disable-gpu', '--disable-3d-apis'];

/** A globe that is heard by a browser; both are there in the tests of the `describe` that asked for them. */
export class GlobeInChromium {
  /** How many events were posted. */
  sent = 0;
  #globe: Globe | undefined;
  #chromium: TestBrowser | undefined;

  constructor(env: Readonly<Record<string, string>>, flags: readonly string[] = []) {
    beforeAll(async () => {
      [this.#globe, this.#chromium] = await Promise.all([startGlobe({ env }), startChromium(flags)]);
    });
    afterAll(async () => {
      await this.#chromium?.close();
      await this.#globe?.process.stop();
    });
  }

  get globe(): Globe {
    if (!this.#globe) throw new Error('the globe has not started');
    return this.#globe;
  }

  get chromium(): TestBrowser {
    if (!this.#chromium) throw new Error('Chromium has not started');
    return this.#chromium;
  }

  /** A page of the globe's own: `/wall`, `/?q=cake`. */
  open(path: string, size: PageOptions): Promise<OpenedPage> {
    return this.chromium.open(this.globe.url + path, size);
  }

  /** Sends `count` repins of now through the pipeline, in one request. `about`: what else is in the `number`th ever. */
  async post(count: number, about: (number: number) => object): Promise<void> {
    const events = Array.from({ length: count }, () => ({
      id: `sent-${++this.sent}`,
      type: 'repin',
      ts: Date.now(),
      userId: 'user-hidden',
      pinId: `pin-${this.sent}`,
      ...about(this.sent),
    }));
    const { status } = await fetch(`${this.globe.url}/api/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
    expect(status).toBe(202);
  }
}
