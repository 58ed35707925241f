import { EVENT_TYPES, type EventType } from '../events/event';
import type { RingBuffer } from './ring-buffer';
import { grownShare, MAX_SOFT_RADIANS, RING_RADIANS, radiusFactor, SIZE_OF } from './ring-shape';
import type { Vec3 } from './sphere';

const UNIT = 32_767;
const VERTICES = 4;
/** A point is meant before the area that it lies in, and what is seen before what has just faded. */
const AREA_PENALTY = 1;
const FADED_PENALTY = 2;
/** Octaves of weight that are worth a whole reach. */
const WEIGHT_STEPS = 20;
/** No ring reaches further, in globe radii. */
const FURTHEST = 0.25;

export type Aim = {
  /** Unit vector of the ground that is pointed at. */
  readonly at: Vec3;
  /** Radians around a ring's middle that count as the ring, however small it is drawn. */
  readonly tolerance: number;
  /** ms for which a ring that has faded can still be meant: a hand is slower than a circle. */
  readonly lingerMs: number;
  readonly hiddenTypes: ReadonlySet<EventType>;
};

/** The ring that is meant, from `oldest` on: its number, or null. Walks the rings; for pointers, not for frames. */
export function pickRing(
  buffer: RingBuffer,
  oldest: number,
  { at, tolerance, lingerMs, hiddenTypes }: Aim,
  nowMs: number,
): number | null {
  const { placed, born, kind } = buffer;
  let best: number | null = null;
  let bestScore = Number.POSITIVE_INFINITY;
  for (let ring = Math.max(oldest, buffer.next - buffer.capacity); ring < buffer.next; ring++) {
    const vertex = (ring & (buffer.capacity - 1)) * VERTICES;
    const four = vertex * 4;
    const x = (placed[four] ?? 0) / UNIT - at.x;
    const y = (placed[four + 1] ?? 0) / UNIT - at.y;
    const z = (placed[four + 2] ?? 0) / UNIT - at.z;
    const square = x * x + y * y + z * z;
    if (square > FURTHEST * FURTHEST) continue;
    const off = Math.sqrt(square);
    const area = placed[four + 3] ?? 0;
    const ageMs = buffer.ageOf(ring, nowMs);
    const type = EVENT_TYPES[kind[four] ?? -1];
    if (!(ageMs >= 0 && ageMs < buffer.lifeMs + lingerMs) || !type || hiddenTypes.has(type)) continue;
    const weight = born[vertex * 2 + 1] ?? 1;
    const grown = grownShare(Math.min(ageMs / buffer.lifeMs, 1));
    const reach =
      area > 0
        ? Math.max((area / UNIT) * MAX_SOFT_RADIANS, tolerance)
        : Math.max(RING_RADIANS * radiusFactor(weight) * SIZE_OF[type] * grown, tolerance);
    if (off > reach) continue;
    // One that stands for many is meant before a single one beside it.
    const score =
      off / reach -
      Math.log2(Math.max(weight, 1)) / WEIGHT_STEPS +
      (area > 0 ? AREA_PENALTY : 0) +
      (ageMs >= buffer.lifeMs ? FADED_PENALTY : 0);
    // Of two alike the younger one lies on top.
    if (score <= bestScore) {
      best = ring;
      bestScore = score;
    }
  }
  return best;
}
