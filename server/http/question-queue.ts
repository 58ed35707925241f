/** One that waits for its turn. */
type Waiting = { readonly waits: () => boolean; readonly turn: (comes: boolean) => void };

/**
 * Questions that cost the database more than the asker, one at a time: a write never stands behind more than one of
 * them. So many may wait; who hung up gives its place back.
 */
export class QuestionQueue {
  readonly #maxWaiting: number;
  #waiting: readonly Waiting[] = [];
  #isBusy = false;

  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  /** 'full': too many wait. 'left': nobody waits for the answer any more; it was not asked. */
  async ask<T>(question: () => Promise<T>, waits: () => boolean): Promise<T | 'full' | 'left'> {
    if (this.#isBusy) {
      this.#leave();
      if (this.#waiting.length >= this.#maxWaiting) return 'full';
      const comes = await new Promise<boolean>((turn) => {
        this.#waiting = [...this.#waiting, { waits, turn }];
      });
      if (!comes) return 'left';
    }
    this.#isBusy = true;
    try {
      return await question();
    } finally {
      this.#next();
    }
  }

  #leave(): void {
    const gone = this.#waiting.filter(({ waits }) => !waits());
    this.#waiting = this.#waiting.filter((one) => !gone.includes(one));
    for (const { turn } of gone) turn(false);
  }

  /** Stays busy between the turns: who comes in between waits behind the others. */
  #next(): void {
    this.#leave();
    const [next, ...others] = this.#waiting;
    this.#waiting = others;
    this.#isBusy = next !== undefined;
    next?.turn(true);
  }
}
