import { DEGREE, EARTH_RADIUS_KM, type LatLng, wrapLng } from './sphere';

/** A city is a cloud of points, not one blinding one; beyond this an area is drawn as such. */
export const MAX_SCATTER_KM = 50;

/** 32 bits to 32 well-mixed bits (the finalizer of MurmurHash3). */
export function mix32(seed: number): number {
  let h = seed | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** [0, 1) from a seed; the same everywhere. */
export function unitOf(seed: number): number {
  return mix32(seed) / 4_294_967_296;
}

/**
 * Where an event is drawn: evenly spread over the disc of min(accuracyKm, 50 km) around its place, always the same
 * spot for the same seed, so that every screen and every redelivery agree.
 */
export function scatter(lat: number, lng: number, accuracyKm: number, seed: number): LatLng {
  const radiusKm = Math.min(Math.max(accuracyKm, 0), MAX_SCATTER_KM) * Math.sqrt(unitOf(seed));
  const bearing = unitOf(seed ^ 0x9e3779b9) * 2 * Math.PI;
  const angle = radiusKm / EARTH_RADIUS_KM;
  const phi = lat * DEGREE;
  const sinPhi = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing);
  const turn = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(phi),
    Math.cos(angle) - Math.sin(phi) * sinPhi,
  );
  return { lat: Math.asin(Math.max(-1, Math.min(1, sinPhi))) / DEGREE, lng: wrapLng(lng + turn / DEGREE) };
}
