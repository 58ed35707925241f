import { blend, HEIGHT, n, type Point, polygon, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** Walls, arches and a stair in hard light. */
const courtyard: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(d, blend(d, ground, 0.6)));
  const flip = random.chance(0.5) ? 'translate(400 0) scale(-1 1)' : 'translate(0 0)';
  canvas.circle(random.between(70, 330), random.between(60, 100), 30, c);
  canvas.group(flip, () => {
    const wall = random.between(120, 160);
    canvas.rect(0, wall, 236, HEIGHT - wall, a);
    canvas.path(polygon([236, wall], [400, wall + 92], [400, 500], [236, 500]), blend(a, ink, 0.34));
    canvas.path('M64 420V290a56 56 0 0 1 112 0V420Z', blend(a, ink, 0.55));
    canvas.path('M64 420V290a56 56 0 0 1 56-56q-34 20-34 66V420Z', blend(a, ink, 0.28));
    canvas.rect(52, wall + 30, 34, 44, blend(a, ink, 0.6));
    canvas.rect(154, wall + 30, 34, 44, blend(a, ink, 0.6));
    canvas.path(polygon([0, 420], [400, 420], [400, 500], [0, 500]), blend(b, ground, 0.3));
    const steps = 7;
    for (let step = steps; step >= 0; step--) {
      const [x, y] = [400 - step * 31, 196 + step * 34];
      canvas.rect(x - 31, y, 320, 320, blend(b, ground, step % 2 ? 0.12 : 0.22));
      canvas.rect(x - 31, y, 320, 8, blend(b, '#ffffff', 0.45));
    }
    canvas.path(
      polygon([183, 500], [183, 434], [400, 196], [400, 246], [236, 430], [236, 500]),
      ink,
      'opacity=".08"',
    );
    canvas.path(polygon([0, 420], [148, 420], [86, 500], [0, 500]), ink, 'opacity=".2"');
  });
};

/** A facade of windows with its shadows. */
const facade: Draw = (canvas, { ground, ink, tones }, random) => {
  const [a, b, c, d] = tones;
  canvas.rect(0, 0, WIDTH, HEIGHT, a);
  const columns = random.pick([4, 5]);
  const rows = 5;
  const [w, h] = [WIDTH / columns, HEIGHT / rows];
  const kind = random.below(3);
  let shadow = '';
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [x, y] = [column * w + w * 0.2, row * h + h * 0.18];
      const [ww, hh] = [w * 0.6, h * 0.64];
      const pane = random.chance(0.16) ? c : random.pick([blend(ink, d, 0.25), blend(ink, d, 0.4), ink]);
      if (kind === 0) {
        canvas.path(
          `M${n(x)} ${n(y + hh)}V${n(y + ww / 2)}a${n(ww / 2)} ${n(ww / 2)} 0 0 1 ${n(ww)} 0V${n(y + hh)}Z`,
          pane,
        );
        shadow += `M${n(x)} ${n(y + hh)}V${n(y + ww / 2)}a${n(ww / 2)} ${n(ww / 2)} 0 0 1 ${n(ww / 2)}-${n(ww / 2)}q-${n(ww * 0.26)} ${n(ww * 0.2)}-${n(ww * 0.26)} ${n(ww * 0.7)}V${n(y + hh)}Z`;
      } else {
        canvas.rect(x, y, ww, hh, pane);
        shadow += polygon(
          [x, y],
          [x + ww, y],
          [x + ww, y + hh * 0.2],
          [x + ww * 0.24, y + hh * 0.2],
          [x + ww * 0.24, y + hh],
          [x, y + hh],
        );
      }
      if (kind === 2) canvas.rect(x - 6, y + hh - 16, ww + 12, 22, b);
      else canvas.rect(x - 4, y + hh, ww + 8, 6, blend(a, '#ffffff', 0.5));
      if (random.chance(0.18)) canvas.rect(x, y, ww, hh * random.between(0.25, 0.6), ground);
    }
  canvas.path(shadow, ink, 'opacity=".35"');
  const reach = random.between(120, 330);
  canvas.path(polygon([0, 0], [reach, 0], [reach - 120, 500], [0, 500]), ink, 'opacity=".13"');
};

/** A tower of stacked volumes. */
const volumes: Draw = (canvas, { ground, ink, tones }, random) => {
  const [a, b, c, d] = tones;
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(ground, blend(ground, d, 0.75)));
  canvas.circle(random.between(70, 330), random.between(80, 120), 44, c);
  const face = (points: readonly Point[], fill: string) => canvas.path(polygon(...points), fill);
  canvas.rect(0, 446, WIDTH, 54, blend(d, ink, 0.4));
  let top = 446;
  for (let level = 0; level < 4; level++) {
    const height = random.between(64, 96);
    const width = 190 - level * 26 + random.between(-14, 14);
    const side = 66 - level * 8;
    const x = 200 - (width + side) / 2 + random.between(-24, 24);
    const color = [a, ground, b, a][level] ?? a;
    const light = blend(color, '#ffffff', 0.18);
    face(
      [
        [x, top],
        [x + width, top],
        [x + width, top - height],
        [x, top - height],
      ],
      light,
    );
    face(
      [
        [x + width, top],
        [x + width + side, top],
        [x + width + side, top - height],
        [x + width, top - height],
      ],
      blend(color, ink, 0.4),
    );
    const openings = 3;
    for (let index = 0; index < openings; index++) {
      const wx = x + 16 + (index * (width - 24)) / openings;
      const ww = (width - 24) / openings - 14;
      if (level % 2 === 0)
        canvas.path(
          `M${n(wx)} ${n(top)}V${n(top - height * 0.5)}a${n(ww / 2)} ${n(ww / 2)} 0 0 1 ${n(ww)} 0V${n(top)}Z`,
          blend(color, ink, 0.7),
        );
      else canvas.rect(wx, top - height * 0.72, ww, height * 0.42, blend(color, ink, 0.7));
    }
    canvas.rect(
      x + width + side * 0.35,
      top - height * 0.75,
      side * 0.3,
      height * 0.5,
      blend(color, ink, 0.75),
    );
    top -= height;
  }
  canvas.rect(random.between(190, 210), top - 60, 4, 60, ink);
};

export const architecture: Style = {
  palettes: palettes(
    'f5e3d3 3a2433 e0705a f2a77e f8d79a 86b3c9',
    'f2ead9 2b2d3a d8a25f e9c893 f6dfa4 7fa5b8',
    'efe7e2 35293f c4627d e79a9a f5cf9a 8fa2cf',
    'eef0e8 1f3236 5b9a8b a8ccb8 f3d98a 9fc1d4',
    'f7e9dc 40251f c9553b ea9c5f f9d68f 6f9fb3',
  ),
  compositions: [courtyard, facade, volumes],
};
