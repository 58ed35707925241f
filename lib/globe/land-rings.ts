import { COAST_UNIT, type EarthFile } from './earth-file';

/**
 * The coasts as flat rings for filling: lng, lat in degrees. Longitudes run on past ±180° where a ring does, so a map
 * draws each ring at -360, 0 and +360; a ring around a pole (Antarctica) is closed over that pole.
 */
export function landRings({ ringLengths, coast }: Pick<EarthFile, 'ringLengths' | 'coast'>): Float32Array[] {
  const rings: Float32Array[] = [];
  let point = 0;
  for (const length of ringLengths) {
    const ring: number[] = [];
    let lng = 0;
    for (let index = 0; index <= length; index++) {
      const at = (point + (index % length)) * 2;
      const next = ((coast[at] ?? 0) / COAST_UNIT) * 180;
      lng = index === 0 ? next : next + Math.round((lng - next) / 360) * 360;
      ring.push(lng, ((coast[at + 1] ?? 0) / COAST_UNIT) * 90);
    }
    const [first = 0, lat = 0] = ring;
    // Once around: over the pole on the ring's own side, and back.
    if (Math.abs(lng - first) > 180) ring.push(lng, lat < 0 ? -90 : 90, first, lat < 0 ? -90 : 90);
    rings.push(Float32Array.from(ring));
    point += length;
  }
  return rings;
}
