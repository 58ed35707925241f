/** Let go so many at once, not one by one. */
const SLACK = 1_024;

/** When the messages of a ring had been stored, epoch ms by offset. Where clocks disagree, time stands still: it never runs back. */
export class MessageTimes {
  #offsets: number[] = [];
  #times: number[] = [];
  /** Entries before this one have been let go. */
  #first = 0;

  /** Offsets ascend; one that comes again is told already. */
  add(offset: number, storedAt: number): void {
    if (offset === this.#offsets.at(-1)) return;
    this.#times.push(Math.max(storedAt, this.#times.at(-1) ?? storedAt));
    this.#offsets.push(offset);
  }

  /** When this message, or the first one behind it, had been stored; null when there is none. */
  of(offset: number): number | null {
    return this.#times[this.#search(this.#offsets, offset)] ?? null;
  }

  /** Offset of the first message that was stored at this time or later; null when there is none. */
  since(time: number): number | null {
    return this.#offsets[this.#search(this.#times, time)] ?? null;
  }

  /** Lets those below this offset go. */
  letGo(below: number): void {
    while ((this.#offsets[this.#first] ?? below) < below) this.#first++;
    if (this.#first < SLACK || this.#first < this.#offsets.length / 2) return;
    this.#offsets = this.#offsets.slice(this.#first);
    this.#times = this.#times.slice(this.#first);
    this.#first = 0;
  }

  /** Binary search: the first entry that is not below. */
  #search(ascending: readonly number[], wanted: number): number {
    let [low, high] = [this.#first, ascending.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ascending[middle] ?? 0) >= wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
