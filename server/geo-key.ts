import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config';
import { ConfigError } from './config-error';

/** The key of the geo cache: configured, else one of our own beside the data, for this machine alone. */
export function geoCacheKey(config: Config): string {
  if (config.GEO_CACHE_KEY !== null) return config.GEO_CACHE_KEY;
  const file = join(config.DATA_DIR, 'geo-cache.key');
  try {
    mkdirSync(config.DATA_DIR, { recursive: true });
    // wx: two that start at once agree on one.
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw notWritable(config, error);
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw notWritable(config, error);
  }
}

function notWritable(config: Config, error: unknown): ConfigError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  return new ConfigError(
    'DATA_DIR',
    `${config.DATA_DIR} cannot be written (${code}): choose another folder, or mend its rights`,
  );
}

/** Tells whether two workers hold the same key, without telling the key. */
export function keyCheck(key: string): string {
  return createHash('sha256').update(`repin-globe geo cache ${key}`).digest('hex').slice(0, 16);
}
