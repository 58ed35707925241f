import type { Frame, Snapshot } from './protocol';

/**
 * What the scene and the panels are fed from, whatever the transport. Every listener hears a snapshot first,
 * then each frame once, in order; another snapshot means: start over from it.
 */
export interface LiveFeed {
  /** Returns its own unsubscribe. If a snapshot is already there the listener hears it at once. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  onFrame(listener: (frame: Frame) => void): () => void;
  /** The server's clock, estimated, epoch ms. */
  serverNow(): number;
}
