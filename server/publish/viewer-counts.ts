import type { ResetReason } from '../../lib/live/protocol';

/** What was done for viewers since the start of this process. */
export type ViewerCounts = {
  /** Frames for the live room, and their bytes: encoded once for all. */
  readonly frames: { encoded: number; bytes: number; sent: number; bytesSent: number };
  readonly resumes: { nothing_missed: number; caught_up: number; held: number };
  readonly resets: Record<ResetReason, number>;
  readonly refused: { origin: number; full: number; address: number };
  /** slow: too far behind or silent; talkative: asked too much; nameless: never said which viewer it is. */
  readonly cutOff: { slow: number; talkative: number; nameless: number };
};

export function noViewerCounts(): ViewerCounts {
  return {
    frames: { encoded: 0, bytes: 0, sent: 0, bytesSent: 0 },
    resumes: { nothing_missed: 0, caught_up: 0, held: 0 },
    resets: { too_old: 0, other_epoch: 0, malformed: 0, slow: 0 },
    refused: { origin: 0, full: 0, address: 0 },
    cutOff: { slow: 0, talkative: 0, nameless: 0 },
  };
}
