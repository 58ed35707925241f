import type { Health } from '../../lib/live/protocol';
import type { Position, Store } from '../store/store';

/** A store that has not answered for so long is away, even if it never says so. */
const ANSWER_WITHIN_MS = 4_000;

export type HealthWatchOptions = {
  readonly store: Pick<Store, 'positions'>;
  readonly liveLogIsUp: () => boolean;
  readonly catchingUp: () => boolean;
  /** Called when something has changed. */
  readonly onChange: (health: Health) => void;
};

/** Losses with their counts and what is away, asked for again and again; a question at a time. */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  #health: Health | null = null;
  #asking: Promise<readonly Position[] | null> | null = null;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
  }

  /** null before the first refresh. */
  get health(): Health | null {
    return this.#health;
  }

  /** Asks the store, unless its positions are known. While it is away the last counts stand, and the page is told. */
  async refresh(known?: readonly Position[]): Promise<void> {
    const { liveLogIsUp, catchingUp, onChange } = this.#options;
    const positions = known ?? (await this.#ask());
    const before = this.#health;
    const sum = (of: (position: Position) => number) =>
      positions?.reduce((total, position) => total + of(position), 0);
    const next: Health = {
      duplicates: sum((position) => position.duplicates) ?? before?.duplicates ?? 0,
      filtered: sum((position) => position.filtered) ?? before?.filtered ?? 0,
      deadLetters: sum((position) => position.deadLetters) ?? before?.deadLetters ?? 0,
      lostBeforeRead: sum((position) => position.lostBeforeRead) ?? before?.lostBeforeRead ?? 0,
      database: positions ? 'up' : 'down',
      liveLog: liveLogIsUp() ? 'up' : 'down',
      catchingUp: catchingUp(),
    };
    if (JSON.stringify(next) === JSON.stringify(before)) return;
    this.#health = next;
    onChange(next);
  }

  /** The positions; null when the store is away. */
  async #ask(): Promise<readonly Position[] | null> {
    this.#asking ??= this.#options.store
      .positions()
      .catch(() => null)
      .finally(() => {
        this.#asking = null;
      });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), ANSWER_WITHIN_MS);
    });
    try {
      return await Promise.race([this.#asking, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
