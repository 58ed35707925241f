import { EVENT_TYPES, type EventType } from '../events/event';
import { MAX_SOFT_RADIANS } from './ring-shape';
import { EARTH_RADIUS_KM, toLatLng, type Vec3 } from './sphere';

/** A contiguous run of slots. */
export type SlotRange = { readonly start: number; readonly count: number };

/** A ring as the buffers hold it. */
export type LiveRing = {
  readonly lat: number;
  readonly lng: number;
  readonly type: EventType;
  readonly weight: number;
  /** Negative while it waits for its moment. */
  readonly ageMs: number;
  readonly soft: boolean;
  /** Radius of its soft area; 0 for a point. */
  readonly areaKm: number;
};

const VERTICES = 4;
const UNIT = 32_767;
/** Steps of `kind`'s second byte in one octave of 1 + crowd: 255 of them reach 1,500. */
export const CROWD_STEPS = 24;
/** float32 seconds are exact to 0.25 ms within an hour. */
const REBASE_AFTER_MS = 3_600_000;

/**
 * Rings in a circle of slots: one head that writes, one tail that follows when the oldest has faded. Every ring lives
 * `lifeMs`, so expiry is first in, first out, and the live ones are one run of slots, or two where it wraps: that run
 * is the draw range. Four equal vertices a ring, 20 bytes each; what is drawn is read from these arrays alone.
 */
export class RingBuffer {
  readonly capacity: number;
  readonly lifeMs: number;
  /** Per vertex: unit vector × 32767, then the soft area's radius as a share of the largest (0: a point). */
  readonly placed: Int16Array;
  /** Per vertex: birth (s since the base), weight. */
  readonly born: Float32Array;
  /** Per vertex: event type as its wire number, crowd in steps of 1/24 octave, two spare bytes (a GPU wants four). */
  readonly kind: Uint8Array;
  /** Rings that a full buffer wrote over before they had faded. */
  overrun = 0;
  #base: number;
  #head = 0;
  #tail = 0;
  #flushed = 0;

  /** `capacity`: a power of two. `nowMs`: the clock that all times here are of, monotonic. */
  constructor(capacity: number, lifeMs: number, nowMs: number) {
    if (capacity < 1 || (capacity & (capacity - 1)) !== 0)
      throw new RangeError(`ring capacity ${capacity} is no power of two`);
    this.capacity = capacity;
    this.lifeMs = lifeMs;
    this.#base = nowMs;
    this.placed = new Int16Array(capacity * VERTICES * 4);
    this.born = new Float32Array(capacity * VERTICES * 2);
    this.kind = new Uint8Array(capacity * VERTICES * 4);
  }

  /** The number that the next ring gets; rings are counted from 0, and slots are reused. */
  get next(): number {
    return this.#head;
  }

  /** Slots in use, from the oldest ring that may still be seen to the newest. */
  get live(): number {
    return this.#head - this.#tail;
  }

  /**
   * `dir`: unit vector. `soft`: angular radius of its area in radians, 0 for a point. `birthMs` may lie ahead. `crowd`: see
   * `Crowd`.
   */
  push(dir: Vec3, soft: number, birthMs: number, weight: number, type: EventType, crowd = 0): void {
    if (this.live === this.capacity) {
      this.#tail++;
      this.overrun++;
    }
    const slot = this.#head++ & (this.capacity - 1);
    const x = Math.round(dir.x * UNIT);
    const y = Math.round(dir.y * UNIT);
    const z = Math.round(dir.z * UNIT);
    const area = Math.round(Math.min(soft / MAX_SOFT_RADIANS, 1) * UNIT);
    const birth = (birthMs - this.#base) / 1000;
    const code = EVENT_TYPES.indexOf(type);
    const octaves = Math.min(Math.round(Math.log2(1 + crowd) * CROWD_STEPS), 255);
    const { placed, born, kind } = this;
    for (let vertex = slot * VERTICES; vertex < (slot + 1) * VERTICES; vertex++) {
      const four = vertex * 4;
      placed[four] = x;
      placed[four + 1] = y;
      placed[four + 2] = z;
      placed[four + 3] = area;
      born[vertex * 2] = birth;
      born[vertex * 2 + 1] = weight;
      kind[four] = code;
      kind[four + 1] = octaves;
    }
  }

  /** Makes a live ring heavier; false when it has been let go. What was written since is uploaded once more with it. */
  addWeight(ring: number, weight: number): boolean {
    if (ring < this.#tail || ring >= this.#head) return false;
    const at = (ring & (this.capacity - 1)) * VERTICES;
    const sum = (this.born[at * 2 + 1] ?? 0) + weight;
    for (let vertex = at; vertex < at + VERTICES; vertex++) this.born[vertex * 2 + 1] = sum;
    this.#flushed = Math.min(this.#flushed, ring);
    return true;
  }

  /** Lets the tail follow past rings that have faded, and keeps the clock short. Call before each draw. */
  expire(nowMs: number): void {
    if (nowMs - this.#base > REBASE_AFTER_MS) this.#rebase(nowMs);
    const deadBefore = this.seconds(nowMs) - this.lifeMs / 1000;
    while (this.#tail < this.#head && this.#birth(this.#tail) <= deadBefore) this.#tail++;
  }

  /** The time to hand to the shader: seconds since the base. */
  seconds(nowMs: number): number {
    return (nowMs - this.#base) / 1000;
  }

  /** Events that a ring stands for; 0 when its slot has been written over. */
  weightOf(ring: number): number {
    if (ring < this.#head - this.capacity || ring >= this.#head) return 0;
    return this.born[(ring & (this.capacity - 1)) * VERTICES * 2 + 1] ?? 0;
  }

  /** ms since a ring was to appear; negative before, NaN when its slot has been written over. */
  ageOf(ring: number, nowMs: number): number {
    if (ring < this.#head - this.capacity || ring >= this.#head) return Number.NaN;
    return (this.seconds(nowMs) - this.#birth(ring)) * 1000;
  }

  /** The slots to draw. At most two runs. */
  window(): SlotRange[] {
    return this.#runs(this.#tail, this.#head);
  }

  /** The slots written since the last call, for uploading. At most two runs. */
  takeDirty(): SlotRange[] {
    const from = Math.max(this.#flushed, this.#head - this.capacity);
    this.#flushed = this.#head;
    return this.#runs(from, this.#head);
  }

  /** Lets all rings go. */
  clear(): void {
    this.#tail = this.#head;
  }

  /** What is in the live slots, oldest first, those that have faded left out. */
  rings(nowMs: number): LiveRing[] {
    const rings: LiveRing[] = [];
    for (let index = this.#tail; index < this.#head; index++) {
      const at = (index & (this.capacity - 1)) * VERTICES;
      const ageMs = (this.seconds(nowMs) - this.#birth(index)) * 1000;
      const type = EVENT_TYPES[this.kind[at * 4] ?? -1];
      if (ageMs >= this.lifeMs || !type) continue;
      const [x = 0, y = 0, z = 0, area = 0] = this.placed.subarray(at * 4, at * 4 + 4);
      rings.push({
        ...toLatLng(x, y, z),
        type,
        weight: this.born[at * 2 + 1] ?? 0,
        ageMs,
        soft: area > 0,
        areaKm: (area / UNIT) * MAX_SOFT_RADIANS * EARTH_RADIUS_KM,
      });
    }
    return rings;
  }

  #birth(index: number): number {
    return this.born[(index & (this.capacity - 1)) * VERTICES * 2] ?? 0;
  }

  #runs(from: number, to: number): SlotRange[] {
    const count = to - from;
    if (count <= 0) return [];
    const start = from & (this.capacity - 1);
    const first = Math.min(count, this.capacity - start);
    if (first === count) return [{ start, count }];
    return [
      { start, count: first },
      { start: 0, count: count - first },
    ];
  }

  /** Moves the base to now: only the live slots are rewritten, and uploaded again. */
  #rebase(nowMs: number): void {
    const shift = (nowMs - this.#base) / 1000;
    this.#base = nowMs;
    for (let index = this.#tail; index < this.#head; index++) {
      const at = (index & (this.capacity - 1)) * VERTICES;
      for (let vertex = at; vertex < at + VERTICES; vertex++)
        this.born[vertex * 2] = (this.born[vertex * 2] ?? 0) - shift;
    }
    this.#flushed = Math.min(this.#flushed, this.#tail);
  }
}
