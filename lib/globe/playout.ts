import { unitOf } from './scatter';

/** Head start that the network gets, so that events play at the distances at which they happened. */
export const PLAYOUT_DELAY_MS = 250;
/** Frames further apart than this are not one stream any more: their events are not spread over the gap. */
const MAX_SPREAD_MS = 1000;
const MIN_SPREAD_MS = 50;

/**
 * Spreads the events of a frame over time. One that is fresh plays exactly 250 ms after it happened; one for which
 * that moment has passed plays at a moment of its own (by its seed) before the next frame is due, so that a frame of
 * old events is a shower and not a flash.
 */
export class Playout {
  #spreadMs = MIN_SPREAD_MS;
  #lastFrameAt = Number.NaN;

  /** Call once per frame, before its events. `at`: ms, any monotonic clock. */
  frame(at: number): void {
    const gap = at - this.#lastFrameAt;
    this.#lastFrameAt = at;
    if (!(gap > 0) || gap > MAX_SPREAD_MS) return;
    this.#spreadMs = Math.max(MIN_SPREAD_MS, this.#spreadMs + (gap - this.#spreadMs) * 0.2);
  }

  /** ms from now until the event is to play, never negative. `ageMs`: server's now - the event's ts. */
  delayOf(ageMs: number, seed: number): number {
    const due = PLAYOUT_DELAY_MS - Math.max(ageMs, 0);
    return due >= 0 ? due : unitOf(seed ^ 0x51ed270b) * this.#spreadMs;
  }
}
