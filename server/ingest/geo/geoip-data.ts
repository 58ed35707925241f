import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

const LOCATION_BYTES = 88;
const BLOCK_BYTES = 24;
const BLOCK6_BYTES = 48;
const NO_LOCATION = 0xffffffff;

export type GeoLocation = { readonly country: string; readonly region: string; readonly city: string };

/**
 * A block of addresses with one answer. `first` and `last` are 32-bit numbers: whole IPv4 addresses, or the first
 * two groups of IPv6 ones (`middle` is then the third group of the first address).
 */
export type GeoBlock = {
  location: number;
  first: number;
  last: number;
  middle: number;
  lat: number;
  lng: number;
  radiusKm: number;
};

const folder = (): string => join(dirname(require.resolve('geoip-lite/package.json')), 'data');

/** Names the data, so that what was derived from others is made anew. Throws when they are missing. */
export function geoDataStamp(): string {
  return ['geoip-city-names.dat', 'geoip-city.dat', 'geoip-city6.dat']
    .map((name) => statSync(join(folder(), name)).size)
    .join('-');
}

/** The locations that blocks point to, by number. */
export function readLocations(): readonly GeoLocation[] {
  const bytes = readFileSync(join(folder(), 'geoip-city-names.dat'));
  const text = (start: number, end: number) => {
    const zero = bytes.indexOf(0, start);
    return bytes.toString('utf8', start, zero >= start && zero < end ? zero : end);
  };
  return Array.from({ length: Math.floor(bytes.length / LOCATION_BYTES) }, (_, index) => {
    const at = index * LOCATION_BYTES;
    return {
      country: text(at, at + 2),
      region: text(at + 2, at + 5),
      city: text(at + 42, at + LOCATION_BYTES),
    };
  });
}

/** Visits all blocks of whole IPv4 networks whose location is wanted. The block object is used again and again. */
export function visitBlocks(wanted: (location: number) => boolean, visit: (block: GeoBlock) => void): void {
  const bytes = readFileSync(join(folder(), 'geoip-city.dat'));
  const block: GeoBlock = { location: 0, first: 0, last: 0, middle: 0, lat: 0, lng: 0, radiusKm: 0 };
  for (let at = 0; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) {
    block.location = bytes.readUInt32BE(at + 8);
    if (block.location === NO_LOCATION || !wanted(block.location)) continue;
    block.first = bytes.readUInt32BE(at);
    block.last = bytes.readUInt32BE(at + 4);
    block.lat = bytes.readInt32BE(at + 12) / 10_000;
    block.lng = bytes.readInt32BE(at + 16) / 10_000;
    block.radiusKm = bytes.readUInt32BE(at + 20);
    visit(block);
  }
}

/** The same for IPv6 blocks of at least a /48. */
export function visitBlocks6(wanted: (location: number) => boolean, visit: (block: GeoBlock) => void): void {
  const bytes = readFileSync(join(folder(), 'geoip-city6.dat'));
  const block: GeoBlock = { location: 0, first: 0, last: 0, middle: 0, lat: 0, lng: 0, radiusKm: 0 };
  for (let at = 0; at + BLOCK6_BYTES <= bytes.length; at += BLOCK6_BYTES) {
    block.location = bytes.readUInt32BE(at + 32);
    if (block.location === NO_LOCATION || !wanted(block.location)) continue;
    const startsNetwork = bytes.readUInt16BE(at + 6) === 0;
    const endsNetwork = bytes.readUInt16BE(at + 22) === 0xffff;
    if (!startsNetwork || !endsNetwork) continue;
    block.first = bytes.readUInt32BE(at);
    block.last = bytes.readUInt32BE(at + 16);
    block.middle = bytes.readUInt16BE(at + 4);
    block.lat = bytes.readInt32BE(at + 36) / 10_000;
    block.lng = bytes.readInt32BE(at + 40) / 10_000;
    block.radiusKm = bytes.readUInt32BE(at + 44);
    visit(block);
  }
}
