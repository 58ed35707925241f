/** Repins that can be told apart on a screen: number n happens in city `n mod PLACES`, one round after the other. */
export const PLACES = 1_000;

export function numberedRepin(number: number, ts: number): { readonly key: string; readonly value: string } {
  const place = number % PLACES;
  return {
    key: `pin-${place}`,
    value: JSON.stringify({
      id: `latency-${number}`,
      type: 'repin',
      ts,
      userId: `u-${number}`,
      pinId: `pin-${place}`,
      boardId: 'b-1',
      location: {
        lat: (place % 170) - 85,
        lng: Math.floor(place / 170) * 10 - 170,
        city: String(place),
        country: 'FR',
        accuracyKm: 10,
      },
    }),
  };
}

/** Tells the numbers from the places of one viewer's frames: rounds come in order. */
export class NumberReader {
  readonly #rounds = new Uint32Array(PLACES);

  /** The next number of this place. */
  next(place: number): number {
    const round = this.#rounds[place] ?? 0;
    this.#rounds[place] = round + 1;
    return place + round * PLACES;
  }
}
