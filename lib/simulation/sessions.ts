import { REGIONS } from './countries';
import type { Person } from './people';
import type { Random } from './random';

/** Somebody who is there now: what they do next belongs to the same person and mostly to the same interest. */
export type Session = Person & { readonly city: number; readonly category: number };

const FEWEST = 60;
const MOST = 4_000;

/** Who is there at the moment, by region. Sessions end by chance, sooner when there are more than there should be. */
export class Sessions {
  /** How many should be open. */
  readonly target: number;
  readonly #open: Session[][] = REGIONS.map(() => []);
  readonly #actions: number;
  #count = 0;

  /** `actions`: mean number of things done in a session. */
  constructor(target: number, actions: number) {
    this.target = Math.round(Math.min(Math.max(target, FEWEST), MOST));
    this.#actions = actions;
  }

  get count(): number {
    return this.#count;
  }

  begin(region: number, session: Session): void {
    this.#open[region]?.push(session);
    this.#count++;
  }

  /** Some session of a region, which may be its last time; null when nobody is there. */
  draw(region: number, random: Random): Session | null {
    const open = this.#open[region];
    const index = open ? random.below(open.length) : 0;
    const session = open?.[index];
    if (!open || !session) return null;
    if (random.next() < this.#count / this.target / this.#actions) {
      const last = open.pop();
      if (last && index < open.length) open[index] = last;
      this.#count--;
    }
    return session;
  }
}
