import type { FullPin } from '../events/event';
import { dominantColor } from './art/artwork';
import { fittingOnes } from './catalogue/words';
import { CATEGORIES, type Category, WORDS } from './categories';
import { Random } from './random';

/** A pin of the simulation: every field is there. */
export type CataloguePin = { readonly [K in keyof FullPin]: string } & {
  readonly category: Category;
  /** Boards that people save it to; its own is the first. */
  readonly boardIds: readonly string[];
};

const slug = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const SITES = ['journal', 'notes', 'stories', 'ideas', 'posts'];

function makePin(category: Category, index: number): CataloguePin {
  const { titles, notes, boards } = WORDS[category];
  const id = `${category}-${String(index + 1).padStart(3, '0')}`;
  const random = new Random('pin', id);
  const title = titles[index] ?? '';
  const fits = fittingOnes(title, boards);
  const special = fits.filter((board) => boards[board]?.topics.length !== 0);
  const own = special.length > 0 && random.chance(0.75) ? random.pick(special) : random.pick(fits);
  const boardIds = [own, ...fits.filter((board) => board !== own)].map(
    (board) => `${category}-board-${board + 1}`,
  );
  const [first, second] = random.shuffled(fittingOnes(title, notes)).map((note) => notes[note]?.text ?? '');
  return {
    id,
    title,
    description: random.chance(0.4) ? `${first} ${second}` : (first ?? ''),
    imageUrl: `/art/${id}.svg`,
    link: `https://example.com/${random.pick(SITES)}/${category}/${slug(title)}`,
    boardId: boardIds[0] ?? '',
    boardName: boards[own]?.text ?? '',
    category,
    color: dominantColor(id, category),
    boardIds,
  };
}

/** All pins of the simulation, category by category. The same in every process. */
export const CATALOGUE: readonly CataloguePin[] = CATEGORIES.flatMap((category) =>
  WORDS[category].titles.map((_, index) => makePin(category, index)),
);
