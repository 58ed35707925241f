import type { Random } from '../random';
import { blend, type Canvas, HEIGHT, n, polygon, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** A ridge line as path text, closed at the bottom. */
function ridge(y: number, rough: number, random: Random): string {
  let d = `M-10 510V${n(y)}`;
  let x = -10;
  let up = random.chance(0.5);
  while (x < 420) {
    x += random.between(34, 74);
    d += `L${n(x)} ${n(y + (up ? -1 : 0.3) * random.between(0.4, 1) * rough)}`;
    up = !up;
  }
  return `${d}V510Z`;
}

/** A pine of a hundred, its foot at 0. */
const PINE = 'M-26-10h52L0-55ZM-20-38h40L0-80ZM-13-64h26L0-100ZM-3 0h6v-12h-6Z';

function pine(canvas: Canvas, shape: string, x: number, foot: number, tall: number, color: string): void {
  canvas.use(shape, `translate(${n(x)} ${n(foot)})scale(${(tall / 100).toFixed(2)})`, color);
}

/** Ridge behind ridge, paler with the distance. */
const ranges: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(blend(ground, b, 0.4), ground, c));
  canvas.circle(random.between(90, 310), random.between(110, 170), random.between(36, 56), a);
  const layers = 6;
  for (let layer = 0; layer < layers; layer++) {
    const share = layer / (layers - 1);
    canvas.path(
      ridge(220 + layer * 48, 84 - layer * 9, random),
      blend(blend(d, ground, 0.65), ink, share * 0.92),
    );
  }
  const shape = canvas.shape(PINE);
  for (let tree = 0; tree < 9; tree++) {
    const x = tree < 5 ? random.between(-6, 130) : random.between(290, 406);
    pine(canvas, shape, x, random.between(486, 508), random.between(80, 165), blend(ink, '#000000', 0.25));
  }
};

/** A lake that doubles the mountain. */
const lake: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  const shore = 296;
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(b, ground));
  const peak = random.between(150, 250);
  const top = random.between(84, 120);
  const left = random.between(-20, 40);
  const scene = (dim: number) => {
    canvas.path(
      polygon([left - 70, shore], [peak - 110, 190], [peak - 40, shore]),
      blend(blend(d, ground, 0.3), ink, dim),
    );
    canvas.path(
      polygon([peak + 30, shore], [peak + 130, 176], [460, shore]),
      blend(blend(d, ground, 0.3), ink, dim),
    );
    canvas.path(polygon([left, shore], [peak, top], [peak + 190, shore]), blend(d, ink, dim));
    canvas.path(
      polygon([peak, top], [peak + 190, shore], [peak + 40, shore], [peak - 14, 220], [peak + 18, 176]),
      blend(d, ink, 0.35 + dim),
    );
    canvas.path(
      polygon(
        [peak, top],
        [peak + 44, top + 46],
        [peak + 20, top + 40],
        [peak + 4, top + 62],
        [peak - 16, top + 44],
        [peak - 36, top + 52],
      ),
      blend('#ffffff', ground, 0.2 + dim),
    );
    canvas.circle(peak > 200 ? 70 : 330, 96, 28, c);
  };
  scene(0);
  canvas.rect(0, shore, WIDTH, HEIGHT - shore, canvas.gradient(blend(ground, d, 0.25), blend(d, ink, 0.45)));
  canvas.group(`translate(0 ${shore * 1.86}) scale(1 -.86)`, () => scene(0.16));
  for (let line = 0; line < 12; line++)
    canvas.rect(
      random.between(-30, 330),
      shore + 12 + line * 15,
      random.between(50, 150),
      2.5,
      ground,
      'rx="1" opacity=".5"',
    );
  const shape = canvas.shape(PINE);
  for (let tree = 0; tree < 12; tree++)
    pine(
      canvas,
      shape,
      tree * 36 + random.between(-8, 8),
      shore + 3,
      random.between(26, 58),
      blend(ink, d, 0.2),
    );
  canvas.path('M0 500V462q120-34 230-8t170-10V500Z', ink);
  const tent = random.between(90, 310);
  canvas.path(polygon([tent - 42, 466], [tent, 408], [tent + 42, 466]), a);
  canvas.path(polygon([tent - 10, 466], [tent, 408], [tent + 14, 466]), blend(a, ink, 0.6));
};

/** A forest at night, one fire. */
const fire: Draw = (canvas, { ink, ground, tones: [a, b, c, d] }, random) => {
  canvas.rect(
    0,
    0,
    WIDTH,
    HEIGHT,
    canvas.gradient(blend(ink, '#000000', 0.2), blend(ink, d, 0.7), blend(d, b, 0.35)),
  );
  for (let star = 0; star < 26; star++)
    canvas.circle(random.between(8, 392), random.between(8, 250), random.between(0.7, 2), ground);
  const shape = canvas.shape(PINE);
  for (let row = 0; row < 3; row++)
    for (let tree = 0; tree < 11; tree++)
      pine(
        canvas,
        shape,
        tree * 40 + random.between(-14, 14),
        396 + row * 30,
        random.between(120, 200) - row * 6,
        blend(d, ink, 0.55 + row * 0.2),
      );
  canvas.rect(0, 430, WIDTH, 70, blend(ink, '#000000', 0.3));
  const x = random.between(150, 250);
  for (const [r, opacity] of [
    [130, 0.1],
    [86, 0.16],
    [50, 0.24],
  ] as const)
    canvas.circle(x, 424, r, a, `opacity="${opacity}"`);
  canvas.path(
    `M${n(x - 30)} 440Q${n(x - 40)} 400 ${n(x - 10)} 372Q${n(x - 6)} 392 ${n(x + 4)} 340Q${n(x + 46)} 392 ${n(x + 30)} 440Z`,
    a,
  );
  canvas.path(`M${n(x - 16)} 442Q${n(x - 18)} 412 ${n(x + 2)} 388Q${n(x + 26)} 416 ${n(x + 16)} 442Z`, c);
  canvas.stroke(
    `M${n(x - 40)} 450L${n(x + 40)} 436M${n(x - 40)} 436L${n(x + 40)} 450`,
    blend(ink, '#5a3420', 0.7),
    10,
    'stroke-linecap="round"',
  );
};

export const outdoors: Style = {
  palettes: palettes(
    'f3e7d6 1d2f3a e8623f a9c0c4 f6cf8a 5f8a8f',
    'f5e3dc 2a2440 e0556a c8a4c4 f8cf9c 6f78a8',
    'eaf0e6 16332e f08a4b a9cdb8 f8e3a5 4d8a74',
    'e6edf3 16263c f2914e a6c2dc f9e2b4 4c7597',
    'f7ead2 33281f d9602f d9b98a f7d98e 8c9468',
  ),
  compositions: [ranges, lake, fire, ranges],
};
