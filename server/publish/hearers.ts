/** Functions that want to hear of something, in the order in which they came. */
export class Hearers<Args extends readonly unknown[]> {
  readonly #each = new Set<(...args: Args) => void>();

  /** Returns how to hear no more. */
  add(hear: (...args: Args) => void): () => void {
    // Wrapped, so that one function that was added twice hears twice.
    const own = (...args: Args) => hear(...args);
    this.#each.add(own);
    return () => void this.#each.delete(own);
  }

  tell(...args: Args): void {
    for (const hear of this.#each) hear(...args);
  }
}
