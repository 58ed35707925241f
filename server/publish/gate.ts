/** Opens once; many may wait for it, each as long as it likes. Who has waited in vain leaves nothing behind. */
export class Gate {
  readonly #waiting = new Set<() => void>();
  #isOpen = false;

  /** How many wait now. */
  get waiting(): number {
    return this.#waiting.size;
  }

  open(): void {
    this.#isOpen = true;
    for (const done of this.#waiting) done();
  }

  /** Resolves when it is open, or after so long. */
  async within(patienceMs: number): Promise<void> {
    if (this.#isOpen) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, patienceMs);
      this.#waiting.add(done);
    });
  }
}
