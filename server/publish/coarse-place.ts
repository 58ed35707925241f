import type { Place } from '../../lib/geo/place';
import type { CellDegrees } from '../../lib/live/wire-point';

const KM_PER_DEGREE = 111.2;
const cells = new Map<number, Place>();

/**
 * The cell in which a place lies, as a place of its own: what is drawn when there are more places than a frame may
 * carry. It says how inexact it is, and names nothing that others in the cell do not share. One object per cell.
 */
export function coarsePlace(place: Place, degrees: CellDegrees): Place {
  const row = cellNumber(place.lat, 90, degrees);
  const column = cellNumber(place.lng, 180, degrees);
  // No grid has as many as a thousand rows or columns.
  const key = (degrees * 1_000 + row) * 1_000 + column;
  const known = cells.get(key);
  if (known) return known;
  const cell: Place = {
    lat: centre(row, 90, degrees),
    lng: centre(column, 180, degrees),
    country: '',
    region: '',
    city: '',
    // From the centre to a corner at the equator.
    accuracyKm: Math.round((degrees / 2) * Math.SQRT2 * KM_PER_DEGREE),
    precision: degrees <= 4 ? 'region' : 'country',
  };
  cells.set(key, cell);
  return cell;
}

function cellNumber(degrees: number, limit: number, edge: number): number {
  return Math.min(Math.floor((degrees + limit) / edge), Math.ceil((2 * limit) / edge) - 1);
}

/** The last cell of a row may be cut short by the edge of the map. */
function centre(cell: number, limit: number, edge: number): number {
  const [west, east] = [cell * edge, Math.min((cell + 1) * edge, 2 * limit)];
  return (west + east) / 2 - limit;
}
