import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LetterDesk } from '../lib/letters/desk';
import type { Config } from './config';
import { ConfigError } from './config-error';
import { openRemoteDesk } from './dead-letters/remote-desk';
import { StoreDesk } from './dead-letters/store-desk';
import { geoCacheKey } from './geo-key';
import { PlaceLookup } from './ingest/geo/place-lookup';
import { PinLookup } from './ingest/pins/pin-lookup';
import { type OpenedStore, openStore } from './open-store';
import { StoreConfigError } from './store/store-config-error';
import type { Log } from './telemetry';
import { openLocator, openResolver } from './worker';

/** `stored` is the desk at the store itself, which can do more; null at a running globe. */
export type OpenedDesk = {
  readonly desk: LetterDesk;
  readonly stored: StoreDesk | null;
  close(): Promise<void>;
};

const HOUR_MS = 3_600_000;

/** A mistyped folder must not become an empty database, and one that is in use has a way in. */
async function openExisting(config: Config): Promise<OpenedStore> {
  const file = join(config.DATA_DIR, 'repin-globe.db');
  if (config.store === 'embedded' && !existsSync(file))
    throw new ConfigError(
      'DATA_DIR',
      `${file} is not there: name its folder, or DATABASE_URL, or a running globe with --url`,
    );
  try {
    return await openStore(config);
  } catch (error) {
    if (error instanceof StoreConfigError && /in use by another process/.test(error.message))
      throw new ConfigError(
        'DATA_DIR',
        `${file} is in use, a globe runs on it: ask that one with --url http://127.0.0.1:${config.PORT} and its ADMIN_KEY, or stop it`,
      );
    throw error;
  }
}

/** The key of the geo cache, where it is known: with another one nothing would be found there, and nothing is written. */
const cacheKey = (config: Config) =>
  config.GEO_CACHE_KEY === null && config.store === 'mysql'
    ? randomBytes(32).toString('hex')
    : geoCacheKey(config);

/** The desk that the command line works at. `replays`: geo data are loaded, which takes a second and 200 MB. */
export async function openLetterDesk(
  config: Config,
  { url, replays, log, now }: { url: URL | null; replays: boolean; log: Log; now: () => number },
): Promise<OpenedDesk> {
  if (url !== null)
    return { desk: openRemoteDesk(url, config.ADMIN_KEY ?? ''), stored: null, close: async () => {} };
  const locator = replays ? await openLocator(config, log) : null;
  const { store } = await openExisting(config);
  await store.migrate();
  const places = new PlaceLookup({
    store,
    locator,
    cacheKey: cacheKey(config),
    ttlMs: config.GEO_CACHE_TTL_HOURS * HOUR_MS,
    now,
    onError: () => {},
  });
  const pins = new PinLookup({ store, resolver: openResolver(config, now) });
  const desk = new StoreDesk({
    letters: store.letters,
    replay: { enrichment: { places, pins }, types: config.types },
    now,
  });
  return { desk, stored: desk, close: () => store.close() };
}
