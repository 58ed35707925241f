import { existsSync, readFileSync } from 'node:fs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;

/** Parts of the globe's libraries that we do not use are replaced by empty stubs; the scene keeps the list. */
const aliasesFile = new URL('./components/globe/aliases.json', import.meta.url);
const resolveAlias = existsSync(aliasesFile) ? JSON.parse(readFileSync(aliasesFile, 'utf8')) : {};

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // No image optimizer: pictures are drawn, small, and ours.
  images: { unoptimized: true },
  // `npm run check` has the types, for the server too; building must not wait for it.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  serverExternalPackages: [
    'geoip-lite',
    'kafkajs',
    'libsql',
    'lz4-napi',
    'maxmind',
    'mysql2',
    'pino',
    'snappy',
  ],
  turbopack: { root: here, resolveAlias },
};

export default config;
