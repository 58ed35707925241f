import { EVENT_TYPES, type EventType } from '../../lib/events/event';
import { arcCell } from '../../lib/globe/arc-cells';
import { Crowd } from '../../lib/globe/crowd';
import { Gathering } from '../../lib/globe/gathering';
import { HeatGrid } from '../../lib/globe/heat-grid';
import { Playout } from '../../lib/globe/playout';
import { qualityOf } from '../../lib/globe/quality';
import { RingBuffer } from '../../lib/globe/ring-buffer';
import { pickRing } from '../../lib/globe/ring-pick';
import { softRadius } from '../../lib/globe/ring-shape';
import { RingSources } from '../../lib/globe/ring-sources';
import { scatter } from '../../lib/globe/scatter';
import { DEGREE, toVector, type Vec3 } from '../../lib/globe/sphere';
import type { LiveFeed } from '../../lib/live/feed';
import type { Frame, Snapshot } from '../../lib/live/protocol';
import { ringQuestion } from '../../lib/live/ring-question';
import type { PickedRing } from './stage-view';

/** A ring's whole life: docs of the look say 2.4 s of growth; the last breath is for the fade. */
export const RING_LIFE_MS = 2500;
/** A ring that has faded can be meant for so long: one sees it, and then the hand has to get there. */
const LINGER_MS = 1500;
/** What a frame was is known as long as any of its rings can be meant. */
const KEPT_MS = RING_LIFE_MS + LINGER_MS + 1000;
const HEAT_SIGMA_DEGREES = 1.05;
const DEFAULT_HALF_LIFE_MS = 300_000;

/** Milliseconds of a monotonic clock. */
export type Clock = () => number;

/**
 * From the feed into the arrays that are drawn, whatever draws them: rings into the ring buffer, repins into the
 * heat. No React state, no allocation per event beyond its place.
 */
export class LiveIntake {
  readonly rings: RingBuffer;
  readonly heat: HeatGrid;
  readonly gathering: Gathering;
  /** While false (hidden tab) only the heat goes on, so that coming back is not a burst. */
  drawing = true;
  hiddenTypes: ReadonlySet<EventType> = new Set();
  readonly #sources: RingSources<Frame>;
  readonly #clock: Clock;
  readonly #feed: LiveFeed;
  readonly #onSnapshot: ((snapshot: Snapshot) => void) | null;
  readonly #playout = new Playout();
  readonly #crowd = new Crowd(RING_LIFE_MS / 2);
  readonly #leave: (() => void)[];
  readonly #dir = { x: 0, y: 0, z: 0 };

  /** `onSnapshot` hears each snapshot after it was taken in. `ringLifeMs`: of all rings alike. */
  constructor(
    feed: LiveFeed,
    ringCapacity: number,
    clock: Clock,
    onSnapshot: ((snapshot: Snapshot) => void) | null = null,
    ringLifeMs = RING_LIFE_MS,
  ) {
    this.#feed = feed;
    this.#onSnapshot = onSnapshot;
    this.#clock = clock;
    this.rings = new RingBuffer(ringCapacity, ringLifeMs, clock());
    this.#sources = new RingSources(this.rings);
    this.gathering = new Gathering(this.rings, Math.min(qualityOf(0).ringBudget, ringCapacity));
    this.heat = new HeatGrid(720, 360, DEFAULT_HALF_LIFE_MS, clock());
    this.#leave = [
      feed.onSnapshot((snapshot) => this.#takeSnapshot(snapshot)),
      feed.onFrame((frame) => this.#takeFrame(frame)),
    ];
  }

  /** Stops listening. */
  close(): void {
    for (const leave of this.#leave) leave();
  }

  /** The ring that is meant by a spot of the ground (unit vector), within `tolerance` radians at least. */
  ringAt(at: Vec3, tolerance: number): PickedRing | null {
    const aim = { at, tolerance, lingerMs: LINGER_MS, hiddenTypes: this.hiddenTypes };
    const ring = pickRing(this.rings, this.#sources.oldest, aim, this.#clock());
    const found = ring === null ? null : this.#sources.of(ring);
    const record = found?.source.records[found.entry];
    const place = record && found?.source.book.places[record.place];
    const question = record && found && ringQuestion(found.source, record);
    if (!record || !place || !question) return null;
    const { lat, lng } = scatter(place.lat, place.lng, place.accuracyKm, record.seed);
    const { type, count } = record;
    const gathered = Math.max(0, Math.round(this.rings.weightOf(ring ?? -1)) - count);
    return { lat, lng, type, count, gathered, place, question };
  }

  #takeSnapshot(snapshot: Snapshot): void {
    const now = this.#clock();
    this.rings.clear();
    this.#sources.clear();
    this.heat.reset(snapshot.heatHalfLifeMs, now);
    for (const { place, count } of snapshot.heat)
      this.#warm(softRadius(place), place.lat, place.lng, count, now);
    this.#onSnapshot?.(snapshot);
  }

  #takeFrame(frame: Frame): void {
    const now = this.#clock();
    const serverNow = this.#feed.serverNow();
    this.#playout.frame(now);
    this.#sources.begin(frame, now, now - KEPT_MS);
    let entry = -1;
    for (const { type, place: index, count, ts, late, seed } of frame.records) {
      entry++;
      const place = frame.book.places[index];
      if (!place) continue;
      const { lat, lng } = scatter(place.lat, place.lng, place.accuracyKm, seed);
      const soft = softRadius(place);
      if (type === 'repin') this.#warm(soft, lat, lng, count, now);
      if (late || !this.drawing || this.hiddenTypes.has(type)) continue;
      const birth = now + this.#playout.delayOf(serverNow - ts, seed);
      const cell = arcCell(lat, lng);
      const kind = EVENT_TYPES.indexOf(type) + (soft > 0 ? EVENT_TYPES.length : 0);
      if (this.gathering.join(cell, kind, birth, count)) continue;
      const crowd = type === 'login' ? 0 : this.#crowd.join(cell, birth);
      this.#sources.note(entry);
      this.gathering.begin(cell, kind, birth);
      this.rings.push(toVector(lat, lng, this.#dir), soft, birth, count, type, crowd);
    }
  }

  /** A vague place (`soft`: radians of its area) warms a wide area a little, never one spot as if we knew. */
  #warm(soft: number, lat: number, lng: number, count: number, now: number): void {
    const sigma = Math.max(HEAT_SIGMA_DEGREES, soft / DEGREE / 2);
    this.heat.add(lat, lng, count * (HEAT_SIGMA_DEGREES / sigma) ** 2, sigma, now);
  }
}
