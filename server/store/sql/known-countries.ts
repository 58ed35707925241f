import type { LocatedEvent } from '../store';

const CODE = /^[A-Z]{2}$/;

/** The country of a repin, ISO 3166-1 alpha-2; null for one that has none, and for other events. */
export function repinCountry({ type, place }: LocatedEvent): string | null {
  return type === 'repin' && place !== null && isCountry(place.country) ? place.country : null;
}

export const isCountry = (text: string): boolean => CODE.test(text);

/** Countries that the table has for certain: from a few batches on, a steady stream writes none. */
export class KnownCountries {
  readonly #codes = new Set<string>();

  has(country: string): boolean {
    return this.#codes.has(country);
  }

  /** Of events whose rows are stored, and never before their commit. */
  note(events: readonly LocatedEvent[]): void {
    for (const event of events) {
      const code = event.place?.country ?? '';
      if (code === '' || this.#codes.has(code)) continue;
      const country = repinCountry(event);
      if (country !== null) this.#codes.add(country);
    }
  }
}
