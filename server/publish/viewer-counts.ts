import type { ResetReason } from '../../lib/live/protocol';

/** origin: of a page that may not; full, address: too many at a time; rate: too many handshakes of an address. */
export type Refusal = 'origin' | 'full' | 'address' | 'rate';
/**
 * slow: too far behind or silent; talkative: asked too much; nameless: never said which viewer it is; oversized, malformed:
 * sent what no viewer sends.
 */
export type CutOff = 'slow' | 'talkative' | 'nameless' | 'oversized' | 'malformed';

/** What was done for viewers since the start of this process. */
export type ViewerCounts = {
  /** Frames for the rooms, and their bytes: encoded once for all. */
  readonly frames: { encoded: number; bytes: number; sent: number; bytesSent: number };
  readonly resumes: { nothing_missed: number; caught_up: number; held: number };
  readonly resets: Record<ResetReason, number>;
  readonly refused: Record<Refusal, number>;
  readonly cutOff: Record<CutOff, number>;
};

export function noViewerCounts(): ViewerCounts {
  return {
    frames: { encoded: 0, bytes: 0, sent: 0, bytesSent: 0 },
    resumes: { nothing_missed: 0, caught_up: 0, held: 0 },
    resets: { too_old: 0, other_epoch: 0, malformed: 0 },
    refused: { origin: 0, full: 0, address: 0, rate: 0 },
    cutOff: { slow: 0, talkative: 0, nameless: 0, oversized: 0, malformed: 0 },
  };
}

/** A frame is base64: a byte a character. */
export function countEncoded({ frames }: ViewerCounts, bytes: number): void {
  frames.encoded++;
  frames.bytes += bytes;
}

export function countSent({ frames }: ViewerCounts, bytes: number, viewers: number): void {
  frames.sent += viewers;
  frames.bytesSent += bytes * viewers;
}
