import { DEGREE } from './sphere';

const CELL_DEGREES = 2;
const ROWS = 180 / CELL_DEGREES;
const COLUMNS = 360 / CELL_DEGREES;

/** Cell numbers are below this. */
export const ARC_CELLS = ROWS * COLUMNS;

/** The cell of 2° of arc in which a place (degrees) lies. Cells keep their width toward the poles: a row there has fewer. */
export function arcCell(lat: number, lng: number): number {
  const row = Math.min(Math.floor((lat + 90) / CELL_DEGREES), ROWS - 1);
  const inRow = Math.max(1, Math.round(COLUMNS * Math.cos((row * CELL_DEGREES - 89) * DEGREE)));
  return row * COLUMNS + Math.min(Math.floor(((lng + 180) / 360) * inRow), inRow - 1);
}
