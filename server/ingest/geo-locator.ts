import type { Place } from '../../lib/geo/place';

/** Turns an address into a place. Synchronous: local files answer in microseconds. */
export interface GeoLocator {
  /** `ip` is already normalised (lib/geo/ip.ts) and public. null: not found. */
  locate(ip: string): Place | null;
  /** The same, and whether the answer holds for each address of the /24 (IPv4) or /64 (IPv6) around it. */
  locateNetwork(ip: string): { readonly place: Place | null; readonly whole: boolean };
  /** What it is and how old its data is: for the banner and `/readyz`. */
  describe(): string;
}
