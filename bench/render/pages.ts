import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import type { BrowserContext } from 'playwright-core';

/** Scripts come from the page's own origin, and clocks are exact only where nothing foreign can look in. */
const HEADERS = {
  'content-type': 'text/html',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const ALIASES = 'components/globe/aliases.json';

export type BenchPages = { serve(context: BrowserContext): Promise<void> };

/** Bundles the bench's pages as the product's are: production React, and (but for the stock one) the same stubs. */
export async function buildPages(): Promise<BenchPages> {
  const stubs = JSON.parse(readFileSync(ALIASES, 'utf8')) as Record<string, string>;
  const alias = Object.fromEntries(Object.entries(stubs).map(([name, file]) => [name, resolve(file)]));
  const scripts = new Map([
    ['globe', await bundle('bench/render/globe-page.tsx', alias)],
    ['held', await bundle('bench/render/held-page.tsx', alias)],
    ['stock', await bundle('bench/render/stock-page.tsx', {})],
  ]);
  return {
    async serve(context) {
      await context.route(/\/bench\/\w+(\.js)?(\?.*)?$/, async (route) => {
        const { pathname } = new URL(route.request().url());
        const [, name = '', script] = /\/bench\/(\w+)(\.js)?$/.exec(pathname) ?? [];
        if (script) await route.fulfill({ contentType: 'text/javascript', body: scripts.get(name) ?? '' });
        else
          await route.fulfill({
            headers: HEADERS,
            body: `<!doctype html><title>${name}</title><body style="margin:0;background:#04060c"><script type="module" src="/bench/${name}.js"></script>`,
          });
      });
      await context.route('**/globe/*.bin', async (route) => {
        const { pathname } = new URL(route.request().url());
        await route.fulfill({ body: await readFile(`public${pathname}`) });
      });
    },
  };
}

async function bundle(entry: string, alias: Record<string, string>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    alias,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}
