import type { PlaceCount } from '../live/protocol';
import { angleBetween } from './ray';
import { softRadius } from './ring-shape';
import { toVector, type Vec3 } from './sphere';

/** A point is meant before the area that it lies in. */
const AREA_PENALTY = 1;

/**
 * The place that is meant by a spot of the ground (unit vector): the nearest within `tolerance` radians, or a vague one in
 * whose area it lies; of two that are equally near the one with more repins. null where there is none.
 */
export function pickPlace(places: readonly PlaceCount[], at: Vec3, tolerance: number): PlaceCount | null {
  let best: PlaceCount | null = null;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const each of places) {
    const soft = softRadius(each.place);
    const reach = Math.max(soft, tolerance);
    const off = angleBetween(toVector(each.place.lat, each.place.lng), at);
    if (off > reach) continue;
    // A busy place reaches a little further than a quiet one beside it.
    const score = off / reach - Math.log2(1 + each.count) / 40 + (soft > 0 ? AREA_PENALTY : 0);
    if (score < bestScore) {
      best = each;
      bestScore = score;
    }
  }
  return best;
}
