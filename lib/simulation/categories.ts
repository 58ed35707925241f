import { animals } from './catalogue/animals';
import { architecture } from './catalogue/architecture';
import { art } from './catalogue/art';
import { beauty } from './catalogue/beauty';
import { diy } from './catalogue/diy';
import { fashion } from './catalogue/fashion';
import { fitness } from './catalogue/fitness';
import { food } from './catalogue/food';
import { garden } from './catalogue/garden';
import { home } from './catalogue/home';
import { kids } from './catalogue/kids';
import { outdoors } from './catalogue/outdoors';
import { photography } from './catalogue/photography';
import { quotes } from './catalogue/quotes';
import { tech } from './catalogue/tech';
import { travel } from './catalogue/travel';
import { vehicles } from './catalogue/vehicles';
import { weddings } from './catalogue/weddings';
import type { Words } from './catalogue/words';

/** The order is that of the tables of taste: append only. */
export const CATEGORIES = [
  'food',
  'home',
  'fashion',
  'travel',
  'diy',
  'garden',
  'art',
  'weddings',
  'beauty',
  'fitness',
  'tech',
  'quotes',
  'kids',
  'animals',
  'photography',
  'architecture',
  'vehicles',
  'outdoors',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const WORDS: Readonly<Record<Category, Words>> = {
  food,
  home,
  fashion,
  travel,
  diy,
  garden,
  art,
  weddings,
  beauty,
  fitness,
  tech,
  quotes,
  kids,
  animals,
  photography,
  architecture,
  vehicles,
  outdoors,
};
