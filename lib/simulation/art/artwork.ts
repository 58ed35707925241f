import type { Category } from '../categories';
import { Random } from '../random';
import { animals } from './animals';
import { architecture } from './architecture';
import { art } from './art';
import { beauty } from './beauty';
import { Canvas, WIDTH } from './canvas';
import { diy } from './diy';
import { fashion } from './fashion';
import { fitness } from './fitness';
import { food } from './food';
import { garden } from './garden';
import { home } from './home';
import { kids } from './kids';
import { outdoors } from './outdoors';
import type { Palette } from './palette';
import { photography } from './photography';
import { quotes } from './quotes';
import type { Draw, Style } from './style';
import { tech } from './tech';
import { travel } from './travel';
import { vehicles } from './vehicles';
import { weddings } from './weddings';

const STYLES: Readonly<Record<Category, Style>> = {
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

/** What a pin's picture is made of. The same pin always gives the same. */
function choose(pinId: string, category: Category): { palette: Palette; draw: Draw; random: Random } {
  const { palettes, compositions } = STYLES[category];
  const random = new Random('art', pinId);
  const { ground, ink, tones } = random.pick(palettes);
  const [a, b, c, d] = tones;
  const [first = a, second = b, third = c] = random.shuffled([a, b, c]);
  return {
    palette: { ground, ink, tones: [first, second, third, d] },
    draw: random.pick(compositions),
    random,
  };
}

/** The picture of a pin: an SVG document of 400 by 500, below 6 KB, without text and without anything from outside. */
export function artwork(pinId: string, category: Category): string {
  const { palette, draw, random } = choose(pinId, category);
  const canvas = new Canvas();
  if (STYLES[category].mirrored !== false && random.chance(0.5))
    canvas.group(`translate(${WIDTH} 0)scale(-1 1)`, () => draw(canvas, palette, random));
  else draw(canvas, palette, random);
  return canvas.toString();
}

/** The colour of most of its picture, `#rrggbb`. */
export function dominantColor(pinId: string, category: Category): string {
  return choose(pinId, category).palette.ground;
}
