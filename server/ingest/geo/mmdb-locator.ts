import { open } from 'maxmind';
import { ConfigError } from '../../config-error';
import type { GeoLocator } from '../geo-locator';
import { placeOfRecord } from './mmdb-record';

/**
 * The operator's own MMDB file (GeoLite2 City, GeoIP2 City, DB-IP City Lite, ip-location-db). A damaged spot of it is an
 * address without a place; `onDamage` is told of the first one, without the address.
 */
export async function openMmdb(
  path: string,
  onDamage: (message: string) => void = () => undefined,
): Promise<GeoLocator> {
  let reader: Awaited<ReturnType<typeof open<never>>>;
  try {
    reader = await open<never>(path);
  } catch (error) {
    throw new ConfigError(
      'GEOIP_MMDB_PATH',
      `cannot be read as an MMDB file (${(error as Error).message.split('\n')[0]}); give a City database, or leave it out for the packaged data`,
    );
  }
  const built = reader.metadata.buildEpoch.toISOString().slice(0, 10);
  let told = false;
  const locateNetwork: GeoLocator['locateNetwork'] = (ip) => {
    try {
      const [found, prefixLength] = reader.getWithPrefixLength(ip);
      return { place: placeOfRecord(found), whole: prefixLength <= (ip.includes(':') ? 64 : 24) };
    } catch {
      if (!told)
        onDamage('GEOIP_MMDB_PATH: the file is damaged inside: addresses there stay without a place');
      told = true;
      return { place: null, whole: false };
    }
  };
  return {
    locate: (ip) => locateNetwork(ip).place,
    locateNetwork,
    describe: () => `${reader.metadata.databaseType} of ${built}`,
  };
}
