import type { DecodeResult } from '../../lib/events/decode';
import type { SourceCoordinates } from '../../lib/events/event';
import { givenPlace } from '../../lib/geo/precision';
import { validateBatch } from '../../server/store/sql/validate-batch';

/** True for a refusal with its reason, and for an event that the store takes as it is. */
export function isOneOutcome(result: DecodeResult, at: SourceCoordinates): boolean {
  if (!result.ok) return result.reason.length > 0 && result.detail.length > 0;
  const { event } = result;
  try {
    validateBatch({
      topic: at.topic,
      partition: at.partition,
      epoch: at.epoch,
      firstOffset: at.offset,
      lastOffset: at.offset,
      events: [
        {
          ...event,
          place: event.location && givenPlace(event.location),
          category: event.pin?.category ?? null,
        },
      ],
      pins: event.pin ? [{ pinId: event.pin.id, pin: event.pin, ts: event.ts, offset: at.offset }] : [],
      filtered: [],
      deadLetters: [],
      publishedTo: null,
      fingerprint: null,
      now: event.ts,
    });
    return true;
  } catch {
    return false;
  }
}
