import { type CityResponse, open } from 'maxmind';
import type { Place } from '../../../lib/geo/place';
import { judgePlace } from '../../../lib/geo/precision';
import { ConfigError } from '../../config-error';
import type { GeoLocator } from '../geo-locator';

function placeOf(found: CityResponse | null): Place | null {
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
}

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
    locate: (ip) => placeOf(reader.get(ip)),
    locateNetwork(ip) {
      const [found, prefixLength] = reader.getWithPrefixLength(ip);
      return { place: placeOf(found), whole: prefixLength <= (ip.includes(':') ? 64 : 24) };
    },
    describe: () => `${reader.metadata.databaseType} of ${built}`,
  };
}
