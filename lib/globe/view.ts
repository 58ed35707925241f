import { DEGREE, type LatLng, wrapLng } from './sphere';

/** Vertical field of view: narrow, so that much of the sphere is seen and its edge does not bulge. */
export const FIELD_OF_VIEW = 28;
/** The globe's diameter as a share of the stage's shorter side. */
export const FILL = { watch: 0.84, wall: 0.86, embed: 0.86 } as const;
/** North of the equator, where most people are. */
export const HOME_LATITUDE = 22;
/** How far the axis leans on screen. */
export const ROLL = -9 * DEGREE;
/** One revolution. */
export const TURN_MS = { watch: 180_000, wall: 240_000, embed: 180_000 } as const;
/** Distances, 1 at home, at which borders of countries begin to show and are fully there. */
const BORDERS = { from: 0.75, full: 0.5 } as const;
/** A 4K screen; more pixels than that are not worth their price. */
const MAX_PIXELS = 3840 * 2160;

/**
 * Distance of the eye from the centre, in globe radii, at which the globe's outline has a diameter of `fill` × the
 * shorter side of a view of `width` × `height`.
 */
export function homeDistance(width: number, height: number, fill: number): number {
  const half = Math.tan((FIELD_OF_VIEW * DEGREE) / 2);
  const share = (fill * Math.min(width, height)) / height;
  return 1 / Math.sin(Math.atan(half * share));
}

/** Radius of the globe's outline in pixels of a view `heightPx` high, from `distance` globe radii. */
export function outlineRadiusPx(distance: number, heightPx: number): number {
  const half = Math.tan((FIELD_OF_VIEW * DEGREE) / 2);
  return (Math.tan(Math.asin(Math.min(1 / distance, 1))) / half) * (heightPx / 2);
}

/** Device pixels per CSS pixel to draw with: the screen's own, at most `most`, and at most a 4K screen in all. */
export function pixelRatio(width: number, height: number, devicePixelRatio: number, most = 2): number {
  const cap = Math.sqrt(MAX_PIXELS / Math.max(width * height, 1));
  return Math.max(Math.min(devicePixelRatio, most, cap), 0.5);
}

/**
 * Pixels of one design unit: lines and dots are thin on a phone, the same as designed on a desk, and on a 4K wall
 * they are as thick as the wall is large.
 */
export function designUnit(width: number, height: number, ratio: number): number {
  return ratio * Math.min(Math.max(Math.min(width, height) / 1080, 0.9), 2.4);
}

/** The view to begin with: the viewer's own time zone (`offsetMinutes` of Date#getTimezoneOffset), no look-up. */
export function homeView(offsetMinutes: number): LatLng {
  return { lat: HOME_LATITUDE, lng: wrapLng(-offsetMinutes / 4) };
}

/** 0 to 1 with no jerk at either end. */
export function ease(t: number): number {
  const x = Math.min(Math.max(t, 0), 1);
  return x * x * x * (x * (x * 6 - 15) + 10);
}

/** How much of the borders of countries is to be seen from a distance (1 at home): 0 when far, 1 when near. */
export function borderStrength(distance: number): number {
  return ease((BORDERS.from - distance) / (BORDERS.from - BORDERS.full));
}
