import type { GlobeMethods } from 'react-globe.gl';
import type { Governor } from '../../lib/globe/governor';
import { qualityOf } from '../../lib/globe/quality';

type Composer = ReturnType<GlobeMethods['postProcessingComposer']>;

/** A frame that comes so much early is in time: the display's refreshes do not fall on the pace. */
const EARLY_MS = 4;

/**
 * Stands before the library's own drawing of a frame: lets the governor choose the tier, and leaves frames out where the
 * tier has a pace of its own.
 */
export class FramePace {
  readonly #composer: Composer;
  readonly #governor: Governor | null;
  readonly #clock: () => number;
  #tier: number;
  #drawnAt = Number.NEGATIVE_INFINITY;

  /** `governor` null: the tier stays as it is. `onTier` hears of each other tier before a frame is drawn with it. */
  constructor(
    composer: Composer,
    governor: Governor | null,
    tier: number,
    clock: () => number,
    onTier: (tier: number) => void,
  ) {
    this.#composer = composer;
    this.#governor = governor;
    this.#tier = tier;
    this.#clock = clock;
    const draw = composer.render.bind(composer);
    composer.render = (deltaSeconds?: number) => {
      if (this.#isTooEarly()) return;
      const next = this.#governor?.frame(this.#drawnAt) ?? this.#tier;
      if (next !== this.#tier) {
        this.#tier = next;
        onTier(next);
      }
      draw(deltaSeconds);
    };
  }

  /** The size or the visibility has changed: frames say nothing for a while. */
  rest(): void {
    this.#governor?.rest(this.#clock());
  }

  dispose(): void {
    // The composer's own method comes to light again.
    Reflect.deleteProperty(this.#composer, 'render');
  }

  #isTooEarly(): boolean {
    const now = this.#clock();
    const { paceMs } = qualityOf(this.#tier);
    if (paceMs > 0 && now - this.#drawnAt < paceMs - EARLY_MS) return true;
    this.#drawnAt = now;
    return false;
  }
}
