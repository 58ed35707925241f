import type { EventType } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import type { LiveEvent } from '../../lib/live/batch';
import { CITIES } from '../../lib/simulation/cities';
import { Random } from '../../lib/simulation/random';

const PLACES = 3_000;
const CATEGORIES = Array.from({ length: 20 }, (_, index) => `category ${index}`);
export const PINS = 2_000;
export const pinId = (number: number) => `pin-${String(number).padStart(8, '0')}`;

/** Each tenth of the events by type: 6 repins, 2 comments, a login, a pin. */
const TYPES: readonly EventType[] = [
  ...Array.from({ length: 6 }, () => 'repin' as const),
  'comment',
  'comment',
  'login',
  'pin',
];

/** Events of 20 categories in 3,000 cities, each in proportion to its people; one in twenty has no place. */
export class Traffic {
  readonly #random = new Random('fanout', 1, 0);
  readonly #places: readonly Place[];
  readonly #upTo: Float64Array;
  #offset = 0;

  constructor() {
    const cities = [...CITIES].sort((a, b) => b.population - a.population).slice(0, PLACES);
    this.#places = cities.map(({ name, lat, lng, country }) => ({
      lat,
      lng,
      country: country.code,
      region: '',
      city: name,
      accuracyKm: 20,
      precision: 'city',
    }));
    let people = 0;
    this.#upTo = Float64Array.from(cities, ({ population }) => {
      people += population + 1;
      return people;
    });
  }

  next(ts: number): LiveEvent {
    const random = this.#random;
    const type = random.pick(TYPES);
    const login = type === 'login';
    return {
      offset: this.#offset++,
      type,
      ts,
      place: random.chance(0.05) ? null : this.#place(),
      category: login ? null : random.pick(CATEGORIES),
      pinId: login ? null : pinId(random.below(PINS)),
      boardId: null,
    };
  }

  #place(): Place {
    const wanted = this.#random.next() * (this.#upTo.at(-1) ?? 0);
    let [low, high] = [0, this.#upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#upTo[middle] ?? 0) <= wanted) low = middle + 1;
      else high = middle;
    }
    return this.#places[low] as Place;
  }
}
