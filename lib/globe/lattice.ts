import { DEGREE } from './sphere';

export type Lattice = { readonly rows: number; readonly total: number };

/**
 * Dots in rows of latitude, `stepDegrees` apart in both directions, every other row shifted by half a step, from the
 * south. Calls `visit(index, lat, lng)` in that order: the index is a dot's bit in the baked file.
 */
export function eachLatticePoint(
  stepDegrees: number,
  visit: (index: number, lat: number, lng: number) => void,
): Lattice {
  const rowStep = stepDegrees * (Math.sqrt(3) / 2);
  const rows = Math.floor(180 / rowStep);
  let index = 0;
  for (let row = 0; row < rows; row++) {
    const lat = (row + 0.5) * (180 / rows) - 90;
    const columns = Math.max(1, Math.round((360 * Math.cos(lat * DEGREE)) / stepDegrees));
    const shift = row % 2 === 0 ? 0.25 : 0.75;
    for (let column = 0; column < columns; column++)
      visit(index++, lat, ((column + shift) * 360) / columns - 180);
  }
  return { rows, total: index };
}
