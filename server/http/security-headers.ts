import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type SecurityOptions = {
  /** Origins that may frame /embed; `*` for any. The own one always may. */
  readonly embedOrigins: readonly string[];
  /** Hosts of pin pictures besides our own. */
  readonly imageHosts: readonly string[];
  /** Next's development server evaluates code and opens a socket of its own. */
  readonly dev: boolean;
};

/** Hashes of a page's inline scripts (Next's bootstrap), for the policy: `'sha256-…'`. */
export function inlineScriptHashes(html: string): readonly string[] {
  const hashes = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [...new Set(hashes)];
}

/** Inline script hashes of the prerendered pages by path; empty before the first build. */
export function readPageHashes(folder: string): ReadonlyMap<string, readonly string[]> {
  const pages = new Map<string, readonly string[]>();
  let files: string[] = [];
  try {
    files = readdirSync(folder, { encoding: 'utf8', recursive: true })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.html'));
  } catch {
    return pages;
  }
  for (const file of files) {
    const name = file.slice(0, -'.html'.length);
    pages.set(
      name === 'index' ? '/' : `/${name}`,
      inlineScriptHashes(readFileSync(join(folder, file), 'utf8')),
    );
  }
  return pages;
}

/** Security headers by path. Pages get a policy that names the hashes of their own inline scripts. */
export class SecurityHeaders {
  readonly #options: SecurityOptions;
  readonly #pages: ReadonlyMap<string, readonly string[]>;
  /** Of each page, and of what is none: a few, asked for with every request. */
  readonly #made = new Map<string, Readonly<Record<string, string>>>();

  constructor(options: SecurityOptions, pages: ReadonlyMap<string, readonly string[]>) {
    this.#options = options;
    this.#pages = pages;
  }

  for(path: string): Readonly<Record<string, string>> {
    const known = this.#pages.has(path) || path === '/embed';
    const like = known ? path : path.startsWith('/admin/') ? '/admin/' : '/_not-found';
    const made = this.#made.get(like) ?? this.#make(like);
    this.#made.set(like, made);
    return made;
  }

  #make(path: string): Readonly<Record<string, string>> {
    return {
      'content-security-policy': this.#policy(path),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'permissions-policy':
        'screen-wake-lock=(self), fullscreen=(self), camera=(), microphone=(), geolocation=()',
      'cross-origin-opener-policy': path === '/embed' ? 'unsafe-none' : 'same-origin',
    };
  }

  #policy(path: string): string {
    const { dev, imageHosts, embedOrigins } = this.#options;
    const hashes = this.#pages.get(path) ?? this.#pages.get('/_not-found') ?? [];
    const scripts = dev ? ["'unsafe-inline'", "'unsafe-eval'"] : hashes;
    // What an operator does with a click must not be put under somebody else's button.
    const own = path.startsWith('/admin/') ? ["'none'"] : ["'self'"];
    const ancestors = path === '/embed' ? [...own, ...embedOrigins] : own;
    return [
      "default-src 'none'",
      `script-src ${["'self'", ...scripts].join(' ')}`,
      // React writes style attributes into the prerendered pages.
      "style-src 'self' 'unsafe-inline'",
      `img-src ${["'self'", 'data:', 'blob:', ...imageHosts.map((host) => `https://${host}`)].join(' ')}`,
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self' blob:",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "object-src 'none'",
      `frame-ancestors ${embedOrigins.includes('*') && path === '/embed' ? '*' : ancestors.join(' ')}`,
    ].join('; ');
  }
}
