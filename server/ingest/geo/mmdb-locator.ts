import { type CityResponse, open } from 'maxmind';
import { judgePlace } from '../../../lib/geo/precision';
import { ConfigError } from '../../config-error';
import type { GeoLocator } from '../geo-locator';

/** The operator's own MMDB file (GeoLite2 City, GeoIP2 City, DB-IP City Lite). */
export async function openMmdb(path: string): Promise<GeoLocator> {
  let reader: Awaited<ReturnType<typeof open<CityResponse>>>;
  try {
    reader = await open<CityResponse>(path);
  } catch (error) {
    throw new ConfigError(
      'GEOIP_MMDB_PATH',
      `cannot be read as an MMDB file (${(error as Error).message.split('\n')[0]}); give a City database, or leave it out for the packaged data`,
    );
  }
  const built = reader.metadata.buildEpoch.toISOString().slice(0, 10);
  return {
    locate(ip) {
      const found = reader.get(ip);
      const at = found?.location;
      if (!found || at?.latitude === undefined || at.longitude === undefined) return null;
      return judgePlace({
        lat: at.latitude,
        lng: at.longitude,
        country: found.country?.iso_code ?? '',
        region: found.subdivisions?.[0]?.iso_code ?? '',
        city: found.city?.names.en ?? '',
        radiusKm: at.accuracy_radius ?? null,
      });
    },
    describe: () => `${reader.metadata.databaseType} of ${built}`,
  };
}
