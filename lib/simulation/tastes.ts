import { CATEGORIES, type Category } from './categories';
import type { Region } from './countries';

type Weights = Readonly<Partial<Record<Category, number>>>;

/** What the world pins, in parts of a hundred. */
const WORLD: Readonly<Record<Category, number>> = {
  food: 11,
  home: 11,
  fashion: 10,
  travel: 7,
  diy: 8,
  garden: 5,
  art: 6,
  weddings: 5,
  beauty: 9,
  fitness: 5,
  tech: 3,
  quotes: 5,
  kids: 5,
  animals: 3.5,
  photography: 3,
  architecture: 3,
  vehicles: 2,
  outdoors: 3,
};

/** How the taste of a region differs: factors. Our guesses, made to be seen on a map. */
const REGIONAL: Readonly<Partial<Record<Region, Weights>>> = {
  'north-america': { home: 1.3, diy: 1.4, kids: 1.2, weddings: 1.2, vehicles: 1.2 },
  'mexico-caribbean': { food: 1.2, weddings: 1.4, kids: 1.3, quotes: 1.3 },
  andes: { food: 1.2, travel: 1.2, quotes: 1.4, outdoors: 1.2 },
  brazil: { beauty: 1.6, fitness: 1.4, quotes: 1.4, fashion: 1.2 },
  'southern-cone': { food: 1.3, architecture: 1.4, art: 1.2, outdoors: 1.3 },
  'british-isles': { garden: 1.8, animals: 1.4, food: 1.1, home: 1.1 },
  'western-europe': { food: 1.3, fashion: 1.3, art: 1.3, architecture: 1.2 },
  iberia: { architecture: 1.5, food: 1.2, travel: 1.3, weddings: 1.2 },
  'central-europe': { diy: 1.4, garden: 1.4, outdoors: 1.5, vehicles: 1.3 },
  nordics: { home: 1.6, architecture: 1.4, outdoors: 1.6, diy: 1.2 },
  'italy-balkans': { food: 1.5, fashion: 1.5, art: 1.2, architecture: 1.3 },
  'eastern-europe': { beauty: 1.3, diy: 1.3, art: 1.3, photography: 1.4 },
  'turkey-levant': { food: 1.4, home: 1.2, beauty: 1.2, architecture: 1.2 },
  gulf: { beauty: 1.5, fashion: 1.5, weddings: 1.5, vehicles: 1.5 },
  'north-africa': { food: 1.3, weddings: 1.4, quotes: 1.4, architecture: 1.3 },
  'west-africa': { fashion: 1.6, beauty: 1.6, quotes: 1.4, weddings: 1.3 },
  'south-east-africa': { fashion: 1.3, animals: 1.5, quotes: 1.4, photography: 1.3 },
  'central-asia': { food: 1.2, art: 1.2, outdoors: 1.4 },
  'south-asia': { weddings: 1.9, fashion: 1.4, art: 1.3, tech: 1.6, quotes: 1.3 },
  'southeast-asia': { food: 1.4, travel: 1.4, beauty: 1.3, tech: 1.2 },
  china: { tech: 1.6, architecture: 1.5, home: 1.2, photography: 1.3 },
  'japan-korea': { animals: 1.6, food: 1.3, art: 1.3, fashion: 1.3, photography: 1.4, tech: 1.3 },
  oceania: { outdoors: 1.6, home: 1.2, garden: 1.3, vehicles: 1.4, travel: 1.3 },
};

/** Parts of the day, by the hour at which they begin. */
export const DAYPARTS = ['night', 'morning', 'midday', 'evening'] as const;
type Daypart = (typeof DAYPARTS)[number];
const DAILY: Readonly<Record<Daypart, Weights>> = {
  night: { art: 1.4, photography: 1.6, quotes: 1.4, animals: 1.5, beauty: 1.2, tech: 1.3, food: 0.6 },
  morning: { fitness: 1.8, quotes: 1.7, food: 1.1, fashion: 1.2, weddings: 0.7 },
  midday: { food: 1.5, travel: 1.2, tech: 1.2, garden: 1.2, beauty: 0.9 },
  evening: { food: 1.2, home: 1.3, diy: 1.2, kids: 1.1, travel: 1.2, fashion: 1.1 },
};

/** The number of the part of the day that an hour lies in. */
export function daypartOf(hour: number): number {
  return hour < 5 || hour >= 23 ? 0 : hour < 11 ? 1 : hour < 17 ? 2 : 3;
}

/** Weights of the categories, in their order. */
export function taste(region: Region, daypart: number): readonly number[] {
  const daily = DAILY[DAYPARTS[daypart] ?? 'midday'];
  return CATEGORIES.map(
    (category) => WORLD[category] * (REGIONAL[region]?.[category] ?? 1) * (daily[category] ?? 1),
  );
}
