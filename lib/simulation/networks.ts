import type { City } from './cities';

/** A network that a simulated user sits in: `203.0.114` (a /24) or `2a02:810:1` (a /48). */
export type Prefix = string;

export type CityNetworks = {
  readonly city: City;
  /** Whose addresses geolocate to the city. At least one. */
  readonly prefixes: readonly Prefix[];
};

/** Real networks by place, so that simulated addresses take the real way through the geo data. */
export type Networks = {
  readonly cities: readonly CityNetworks[];
  /** By country code: networks of which no more than the country is known. May lack countries. */
  readonly vague: Readonly<Record<string, readonly Prefix[]>>;
};

/** One address of a network. `host` is any 32-bit number. */
export function addressIn(prefix: Prefix, host: number): string {
  return prefix.includes(':')
    ? `${prefix}::${(1 + ((host >>> 0) % 0xfffe)).toString(16)}`
    : `${prefix}.${1 + ((host >>> 0) % 254)}`;
}

/** An address behind somebody's router: it has no place. */
export function privateAddress(host: number): string {
  return `192.168.${(host >>> 8) % 4}.${2 + ((host >>> 0) % 250)}`;
}
