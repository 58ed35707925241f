/** Repins that can be told apart on a screen: number n happens in city `n mod PLACES`, one round after the other. */
export const PLACES = 1_000;

/** One of each place under another id: a place that viewers know already costs no bytes when the measured ones happen there. */
export const firstRepins = (ts: number) =>
  Array.from({ length: PLACES }, (_, place) => repinAt(place, `first-${place}`, ts));

export const numberedRepin = (number: number, ts: number) =>
  repinAt(number % PLACES, `latency-${number}`, ts);

function repinAt(place: number, id: string, ts: number): { readonly key: string; readonly value: string } {
  return {
    key: `pin-${place}`,
    value: JSON.stringify({
      id,
      type: 'repin',
      ts,
      userId: `u-${place}`,
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
