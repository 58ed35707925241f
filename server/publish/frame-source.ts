import type { LiveCursor } from '../../lib/live/cursor';
import type { BookMark } from '../../lib/live/place-book';
import type { ResetReason } from '../../lib/live/protocol';
import type { CatchUp } from './catch-ups';

/** How a viewer may go on from its cursor. `hold`: it knows more than is known here yet. */
export type ResumeAnswer =
  /** `missed` null: it misses nothing. */
  | { readonly kind: 'frame'; readonly missed: CatchUp | null; readonly at: LiveCursor }
  | { readonly kind: 'hold' }
  | { readonly kind: 'reset'; readonly reason: ResetReason };

/** What viewers of any transport follow: frames, each encoded once for all of them, and an answer to any cursor. */
export interface FrameSource {
  /** The end of the last frame: where the live room stands. null while there is nothing to follow. */
  readonly sentTo: LiveCursor | null;
  /** What the live room knows of the book. */
  readonly told: BookMark;
  /** What a viewer at `cursor`, who knows so much of a book, needs to stand where the live room stands. */
  resume(cursor: LiveCursor | null, known: BookMark | null): ResumeAnswer;
  /**
   * Each listener is called with each frame, once; the text goes to every viewer that stands at the frame's beginning.
   * Returns its own unsubscribe, like the other one.
   */
  onFrame(listener: (frame: string, to: LiveCursor) => void): () => void;
  /** Called when it starts over: what it has sent so far leads nowhere. */
  onStartOver(listener: () => void): () => void;
}
