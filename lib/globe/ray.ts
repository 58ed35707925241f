import type { Vec3 } from './sphere';

const dot = (a: Vec3, b: Vec3) => a.x * b.x + a.y * b.y + a.z * b.z;

/**
 * Where a ray meets the globe first: a unit vector, or null when it passes by. `eye` in globe radii from the centre and
 * outside of the globe, `ray` a unit vector.
 */
export function hitGlobe(eye: Vec3, ray: Vec3): Vec3 | null {
  const along = -dot(eye, ray);
  const inside = along * along - (dot(eye, eye) - 1);
  if (along <= 0 || inside < 0) return null;
  const reach = along - Math.sqrt(inside);
  return { x: eye.x + ray.x * reach, y: eye.y + ray.y * reach, z: eye.z + ray.z * reach };
}

/** Whether a spot (unit vector) is on the side of the globe that is seen from `eye` (globe radii). */
export const isSeen = (spot: Vec3, eye: Vec3): boolean => dot(spot, eye) > 1;

/** Radians between two unit vectors, exact for near ones too. */
export function angleBetween(a: Vec3, b: Vec3): number {
  return 2 * Math.asin(Math.min(1, Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z) / 2));
}
