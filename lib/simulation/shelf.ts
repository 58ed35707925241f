import { AliasTable } from './alias-table';
import { CATALOGUE, type CataloguePin } from './catalogue';
import { CATEGORIES } from './categories';
import { Random } from './random';

/** A pin with the pieces of JSON that its events are made of. */
export type ShelfPin = {
  readonly id: string;
  readonly category: number;
  /** `"pinId":"…","boardId":"…"`, one for each board that people save it to. */
  readonly saved: readonly string[];
  /** `"pin":{…}` in full. */
  readonly full: string;
};

/** How fast popularity falls with the rank (Zipf). */
const EXPONENT = 0.9;
const HEAD = 1.5;

function shelve({ boardIds, ...pin }: CataloguePin): ShelfPin {
  return {
    id: pin.id,
    category: CATEGORIES.indexOf(pin.category),
    saved: boardIds.map((board) => `"pinId":"${pin.id}","boardId":"${board}"`),
    full: `"pin":${JSON.stringify(pin)}`,
  };
}

/** The pins by popularity: which ones are loved is another matter with each seed. */
export class Shelf {
  /** Most loved first. */
  readonly pins: readonly ShelfPin[];
  readonly #members: readonly (readonly number[])[];
  readonly #tables: readonly AliasTable[];

  constructor(seed: number) {
    this.pins = new Random('popularity', seed).shuffled(CATALOGUE).map(shelve);
    this.#members = CATEGORIES.map((_, category) =>
      this.pins.flatMap((pin, rank) => (pin.category === category ? [rank] : [])),
    );
    this.#tables = this.#members.map(
      (members) => new AliasTable(members.map((rank) => (rank + HEAD) ** -EXPONENT)),
    );
  }

  /** A pin of a category (a number in `CATEGORIES`), popular ones more often: its rank. */
  draw(category: number, random: Random): number {
    return this.#members[category]?.[this.#tables[category]?.draw(random) ?? 0] ?? 0;
  }
}
