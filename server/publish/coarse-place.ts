import type { Place } from '../../lib/geo/place';

/** Edge of a cell, degrees. 16,200 of them cover the Earth: always fewer than a frame can name. */
const CELL = 2;
/** From a cell's centre to its corner at the equator, km. */
const CELL_RADIUS_KM = 157;

/**
 * The cell in which a place lies, as a place of its own: what is drawn when there are more places than a frame can
 * carry. It says how inexact it is, and names no city that others in the cell do not share.
 */
export function coarsePlace(place: Place): Place {
  const centre = (degrees: number, limit: number) => {
    const cell = Math.min(Math.floor((degrees + limit) / CELL), (2 * limit) / CELL - 1);
    return cell * CELL + CELL / 2 - limit;
  };
  return {
    lat: centre(place.lat, 90),
    lng: centre(place.lng, 180),
    country: '',
    region: '',
    city: '',
    accuracyKm: CELL_RADIUS_KM,
    precision: 'region',
  };
}
