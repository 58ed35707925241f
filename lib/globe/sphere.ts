/** Radius of the globe in scene units: react-globe.gl fixes it. */
export const GLOBE_RADIUS = 100;
export const EARTH_RADIUS_KM = 6371;
export const DEGREE = Math.PI / 180;

export type Vec3 = { x: number; y: number; z: number };
export type LatLng = { readonly lat: number; readonly lng: number };

/** Unit vector of a place (degrees): y is north, z looks at 0°, x at 90° east, as in react-globe.gl. */
export function toVector(lat: number, lng: number, out: Vec3 = { x: 0, y: 0, z: 0 }): Vec3 {
  const phi = lat * DEGREE;
  const lambda = lng * DEGREE;
  const c = Math.cos(phi);
  out.x = c * Math.sin(lambda);
  out.y = Math.sin(phi);
  out.z = c * Math.cos(lambda);
  return out;
}

/** The place (degrees) below a vector of any length above 0. */
export function toLatLng(x: number, y: number, z: number): LatLng {
  const length = Math.hypot(x, y, z);
  return { lat: Math.asin(Math.max(-1, Math.min(1, y / length))) / DEGREE, lng: Math.atan2(x, z) / DEGREE };
}

/** Degrees to [-180, 180). */
export function wrapLng(lng: number): number {
  return ((((lng + 180) % 360) + 360) % 360) - 180;
}

/** Great-circle distance in km, by the haversine (exact for near points too). */
export function distanceKm(a: LatLng, b: LatLng): number {
  const sLat = Math.sin(((b.lat - a.lat) * DEGREE) / 2);
  const sLng = Math.sin(((b.lng - a.lng) * DEGREE) / 2);
  const h = sLat * sLat + Math.cos(a.lat * DEGREE) * Math.cos(b.lat * DEGREE) * sLng * sLng;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
