import { type PerspectiveCamera, Vector3 } from 'three';
import { hitGlobe, isSeen } from '../../lib/globe/ray';
import { DEGREE, GLOBE_RADIUS, type LatLng, toLatLng, toVector, type Vec3 } from '../../lib/globe/sphere';
import { FIELD_OF_VIEW } from '../../lib/globe/view';
import type { CameraDrift } from './camera-drift';
import type { LiveIntake } from './live-intake';
import type { StageView } from './stage-view';

/** CSS pixels around a ring's middle that count as the ring. */
const TOLERANCE_PX = 12;

/** The globe's `StageView`: from a point of the window to the ground by one ray, computed when asked. */
export function createGlobeView(
  camera: PerspectiveCamera,
  canvas: HTMLCanvasElement,
  intake: LiveIntake,
  drift: CameraDrift,
): StageView {
  const ray = new Vector3();
  const eye = new Vector3();
  const spot = new Vector3();
  const ground = (x: number, y: number): Vec3 | null => {
    const box = canvas.getBoundingClientRect();
    ray.set(((x - box.left) / box.width) * 2 - 1, 1 - ((y - box.top) / box.height) * 2, 0.5);
    ray.unproject(camera).sub(camera.position).normalize();
    return hitGlobe(eye.copy(camera.position).divideScalar(GLOBE_RADIUS), ray);
  };
  const radiansPerPx = () =>
    (2 * Math.tan((FIELD_OF_VIEW * DEGREE) / 2) * (drift.distance - 1)) / Math.max(canvas.clientHeight, 1);
  return {
    kind: 'globe',
    groundAt(x, y): LatLng | null {
      const hit = ground(x, y);
      return hit && toLatLng(hit.x, hit.y, hit.z);
    },
    ringAt(x, y) {
      const hit = ground(x, y);
      return hit && intake.ringAt(hit, TOLERANCE_PX * radiansPerPx());
    },
    project(lat, lng) {
      toVector(lat, lng, spot);
      const seen = isSeen(spot, eye.copy(camera.position).divideScalar(GLOBE_RADIUS));
      spot.multiplyScalar(GLOBE_RADIUS).project(camera);
      const box = canvas.getBoundingClientRect();
      return {
        x: box.left + ((spot.x + 1) / 2) * box.width,
        y: box.top + ((1 - spot.y) / 2) * box.height,
        visible: seen && Math.abs(spot.x) <= 1 && Math.abs(spot.y) <= 1,
      };
    },
    radiansPerPx,
    centre: () => drift.centre,
    flyTo: (place) => drift.flyTo(place),
    turnBy: (north, east) => drift.turnBy(north, east),
    zoomBy: (factor) => drift.zoomBy(factor),
    goHome: () => drift.goHome(),
    joined: () => intake.gathering.joined,
    hold: (held) => {
      drift.resting = held;
    },
  };
}
