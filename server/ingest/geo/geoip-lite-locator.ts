import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Lookup } from 'geoip-lite';
import type { Place } from '../../../lib/geo/place';
import { judgePlace } from '../../../lib/geo/precision';
import type { GeoLocator } from '../geo-locator';

const require = createRequire(import.meta.url);

/** When the packaged data were made, as its checksum file names it (`…_20231115.zip`), or ''. */
function dataDate(): string {
  try {
    const folder = join(dirname(require.resolve('geoip-lite/package.json')), 'data');
    const name = /_(\d{4})(\d\d)(\d\d)\.zip/.exec(readFileSync(join(folder, 'city.checksum'), 'utf8'));
    return name ? `${name[1]}-${name[2]}-${name[3]}` : statSync(folder).mtime.toISOString().slice(0, 10);
  } catch {
    return '';
  }
}

function placeOf(found: Lookup | null): Place | null {
  const [lat, lng] = found?.ll ?? [];
  if (!found || lat === null || lng === null || lat === undefined || lng === undefined) return null;
  return judgePlace({
    lat,
    lng,
    country: found.country ?? '',
    region: found.region ?? '',
    city: found.city ?? '',
    radiusKm: found.area ?? null,
  });
}

/**
 * The range of an IPv4 answer begins and ends where a /24 does. IPv6 answers carry no range; geoip-lite looks at no more
 * than the first 64 bits.
 */
function coversNetwork(ip: string, found: Lookup | null): boolean {
  if (ip.includes(':')) return true;
  if (!found || !Array.isArray(found.range)) return false;
  const [first, last] = found.range;
  return (first & 255) === 0 && (last & 255) === 255;
}

/**
 * The packaged GeoLite2 data. Loads 200 MB in half a second: only a worker does. Throws when the data are missing.
 * `1.1.1.1` and a few more answer with null coordinates: not found.
 */
export function openGeoipLite(): GeoLocator {
  const geoip = require('geoip-lite') as typeof import('geoip-lite');
  const date = dataDate();
  return {
    locate: (ip) => placeOf(geoip.lookup(ip)),
    locateNetwork(ip) {
      const found = geoip.lookup(ip);
      return { place: placeOf(found), whole: coversNetwork(ip, found) };
    },
    describe: () => `geoip-lite, GeoLite2 data${date === '' ? '' : ` of ${date}`}`,
  };
}
