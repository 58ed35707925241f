import { EVENT_TYPES, type EventType } from '../events/event';
import { EVERYTHING, isRoom, type RoomFilter, tidy } from '../live/room-filter';
import { countryName } from './place-name';

/**
 * What a viewer wants to see, by the hub's doing (board and keywords) and by the page's own. An empty list of categories or
 * countries lets all of them through.
 */
export type Filter = RoomFilter & {
  readonly hiddenTypes: ReadonlySet<EventType>;
  readonly categories: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
};

/** Logins are many and say little: they are there when asked for. */
export const HIDDEN_AT_FIRST: ReadonlySet<EventType> = new Set(['login']);
export const NO_FILTER: Filter = {
  ...EVERYTHING,
  hiddenTypes: HIDDEN_AT_FIRST,
  categories: [],
  countries: [],
};

/** More names than this in an address are somebody's mistake. */
const MAX_NAMES = 40;
const MAX_NAME_LENGTH = 64;

/** True while the page leaves events out by their category or country: then numbers are counted from what passes. */
export const isNarrowed = ({ categories, countries }: Filter): boolean =>
  categories.length > 0 || countries.length > 0;

/** True while events are left out, here or by the hub. */
export const isFiltered = (filter: Filter): boolean => isNarrowed(filter) || isRoom(filter);

/** Whether an event of this category (null: unknown) in this country ('': unknown) passes. */
export function passes(filter: Filter, category: string | null, country: string): boolean {
  const { categories, countries } = filter;
  if (categories.length > 0 && (category === null || !categories.includes(category))) return false;
  return countries.length === 0 || countries.includes(country);
}

/** Category names are the source's own, in small letters; as a heading they begin with a capital. */
export const categoryName = (category: string) =>
  category === 'diy' ? 'DIY' : category.charAt(0).toUpperCase() + category.slice(1);

/** `“brulee” · Cakes · Food, Art · France` for what is let through; '' when nothing is left out. */
export function filterWords({ keywords, board, categories, countries }: Filter): string {
  const parts = [
    keywords && `“${keywords}”`,
    board,
    categories.map(categoryName).join(', '),
    countries.map(countryName).join(', '),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** From an address: `?q=cake&board=Sweets&types=repin,pin&category=food&country=FR,DE`. What it does not know it leaves out. */
export function parseFilter(query: URLSearchParams): Filter {
  const names = (key: string) => {
    const given = query.getAll(key).flatMap((text) => text.split(','));
    const sound = given
      .map((name) => name.trim())
      .filter((name) => name !== '' && name.length <= MAX_NAME_LENGTH);
    return [...new Set(sound)].slice(0, MAX_NAMES);
  };
  const shown = new Set(names('types'));
  const known = EVENT_TYPES.some((type) => shown.has(type));
  return {
    board: tidy(query.get('board') ?? '') ?? '',
    keywords: tidy(query.get('q') ?? '') ?? '',
    hiddenTypes: known ? new Set(EVENT_TYPES.filter((type) => !shown.has(type))) : HIDDEN_AT_FIRST,
    categories: names('category'),
    countries: names('country')
      .map((code) => code.toUpperCase())
      .filter((code) => /^[A-Z]{2}$/.test(code)),
  };
}

/** Into an address that has other options too; what is as it is at first leaves no trace. */
export function writeFilter(filter: Filter, query: URLSearchParams): URLSearchParams {
  const written = new URLSearchParams(query);
  const set = (key: string, text: string) => {
    written.delete(key);
    if (text !== '') written.set(key, text);
  };
  const shown = EVENT_TYPES.filter((type) => !filter.hiddenTypes.has(type));
  const asAtFirst =
    filter.hiddenTypes.size === HIDDEN_AT_FIRST.size &&
    [...HIDDEN_AT_FIRST].every((type) => filter.hiddenTypes.has(type));
  set('types', asAtFirst ? '' : shown.join(','));
  set('q', filter.keywords);
  set('board', filter.board);
  set('category', filter.categories.join(','));
  set('country', filter.countries.join(','));
  return written;
}
