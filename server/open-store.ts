import { join } from 'node:path';
import type { Config } from './config';
import { ConfigError } from './config-error';
import type { StoreWithLetters } from './store/dead-letter-store';
import { openEmbeddedStore } from './store/embedded/embedded-store';
import { openMysqlStore } from './store/mysql/mysql-store';
import type { EmbeddedLiveRows, Store } from './store/store';

export type OpenedStore = {
  readonly store: StoreWithLetters;
  readonly liveRows: EmbeddedLiveRows | null;
  readonly what: string;
  /** Transactions that lost a race and were run again; the embedded store has none. */
  readonly deadlocks: () => number;
};

/** Opens the store that the configuration names. Throws ConfigError for what waiting does not mend. */
export async function openStore(config: Config): Promise<OpenedStore> {
  if (config.DATABASE_URL === null) {
    const file = join(config.DATA_DIR, 'repin-globe.db');
    const store = await openEmbeddedStore({ file, threadUrl: new URL('./store-thread.js', import.meta.url) });
    return { store, liveRows: store, what: `embedded libSQL, ${file}`, deadlocks: () => 0 };
  }
  const store = await openMysqlStore({ url: config.DATABASE_URL, connections: config.DATABASE_CONNECTIONS });
  const { host, pathname } = new URL(config.DATABASE_URL);
  const what = `${store.kind}, ${host}${pathname}`;
  return { store, liveRows: null, what, deadlocks: () => store.deadlocks };
}

/** Settings that must be the same for all who share a database: the first one writes them, another value is refused. */
export async function claimOrRefuse(
  store: Store,
  name: string,
  value: string,
  option: string,
  why: string,
): Promise<void> {
  const held = await store.claimSetting(name, value);
  if (held !== value) throw new ConfigError(option, why.replace('{held}', held));
}
