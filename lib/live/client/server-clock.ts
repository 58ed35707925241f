/** So many of the last answers vote: enough to hold a good one, few enough to follow a drift. */
const SAMPLES = 12;

type Sample = { readonly roundTripMs: number; readonly offsetMs: number };

/**
 * The server's clock as seen from here. Each answer places the server's time within its round trip, so the shortest
 * round trip among the last answers is believed. Local times are from one monotonic clock, in ms.
 */
export class ServerClock {
  #samples: Sample[] = [];
  #forgotten = false;

  /** An answer to a question: asked and answered at local times, `serverTime` is epoch ms. */
  learn(askedAt: number, answeredAt: number, serverTime: number): void {
    if (this.#forgotten) this.#samples = [];
    this.#forgotten = false;
    const roundTripMs = Math.max(0, answeredAt - askedAt);
    this.#samples.push({ roundTripMs, offsetMs: serverTime - (askedAt + answeredAt) / 2 });
    if (this.#samples.length > SAMPLES) this.#samples.shift();
  }

  /** Perhaps another server from now on, and its clock may differ: what is known holds until its first answer. */
  forget(): void {
    this.#forgotten = true;
  }

  /** Best round trip, ms; null before the first answer. */
  get roundTripMs(): number | null {
    return this.#best()?.roundTripMs ?? null;
  }

  /** Server's epoch ms at a local time; null before the first answer. */
  at(local: number): number | null {
    const best = this.#best();
    return best ? local + best.offsetMs : null;
  }

  #best(): Sample | null {
    let best: Sample | null = null;
    for (const sample of this.#samples) if (!best || sample.roundTripMs <= best.roundTripMs) best = sample;
    return best;
  }
}
