import type { Random } from '../random';
import { blend, type Canvas, HEIGHT, leaf, n, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** Where a stem with a bow stands at a share of its height, and which way it points (radians). */
function stemAt(x: number, foot: number, tall: number, bow: number, share: number) {
  return {
    x: x + bow * share * share,
    y: foot - tall * share,
    angle: -Math.PI / 2 + Math.atan2(bow * 2 * share, tall),
  };
}

function blossom(
  canvas: Canvas,
  x: number,
  y: number,
  r: number,
  petal: string,
  heart: string,
  random: Random,
): void {
  const kind = random.below(4);
  if (kind === 0) {
    const petals = random.pick([7, 9, 11]);
    let d = '';
    for (let index = 0; index < petals; index++)
      d += leaf(x, y, (index / petals) * Math.PI * 2 + r, r, r * 0.34);
    canvas.path(d, petal);
    canvas.circle(x, y, r * 0.28, heart);
  } else if (kind === 1) {
    canvas.path(
      `M${n(x - r * 0.62)} ${n(y - r * 0.5)}q${n(r * 0.3)} ${n(r * 0.3)} ${n(r * 0.62)}-${n(r * 0.4)}q${n(r * 0.3)} ${n(r * 0.7)} ${n(r * 0.62)} ${n(r * 0.4)}q${n(r * 0.1)} ${n(r * 1.2)}-${n(r * 0.62)} ${n(r * 1.25)}q-${n(r * 0.72)}-${n(r * 0.1)}-${n(r * 0.62)}-${n(r * 1.25)}Z`,
      petal,
    );
    canvas.path(leaf(x, y + r * 0.7, -Math.PI / 2, r * 1.5, r * 0.36), heart, 'opacity=".55"');
  } else if (kind === 2) {
    for (let ring = 0; ring < 3; ring++)
      canvas.circle(
        x,
        y,
        r * (0.82 - ring * 0.26),
        ring === 1 ? blend(petal, heart, 0.5) : ring === 0 ? petal : heart,
      );
  } else {
    canvas.path(`M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 0 1 ${n(r * 2)} 0Z`, petal);
    for (let ray = 0; ray < 6; ray++) {
      const angle = Math.PI + ((ray + 0.5) / 6) * Math.PI;
      canvas.circle(x + Math.cos(angle) * r * 1.25, y + Math.sin(angle) * r * 1.25, r * 0.1, heart);
    }
  }
}

/** Stems in flower, side by side. */
const border: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  if (random.chance(0.55))
    canvas.circle(
      random.between(130, 270),
      random.between(140, 190),
      random.between(90, 125),
      c,
      'opacity=".45"',
    );
  const count = random.pick([4, 5]);
  for (let stem = 0; stem < count; stem++) {
    const x = 62 + (stem * 276) / (count - 1) + random.between(-12, 12);
    const tall = random.between(250, 390);
    const bow = random.between(-46, 46);
    const green = random.pick([ink, d, blend(d, ink, 0.45)]);
    const top = stemAt(x, 510, tall, bow, 1);
    canvas.stroke(`M${n(x)} 510Q${n(x)} ${n(510 - tall * 0.5)} ${n(top.x)} ${n(top.y)}`, green, 4);
    const pairs = random.pick([3, 4, 5]);
    for (let pair = 0; pair < pairs; pair++) {
      const at = stemAt(x, 510, tall, bow, 0.16 + (pair / pairs) * 0.62);
      const length = 74 - pair * 9;
      canvas.path(
        leaf(at.x, at.y, at.angle - 0.85, length, length * 0.24) +
          leaf(at.x, at.y, at.angle + 0.85, length, length * 0.24),
        green,
      );
    }
    blossom(canvas, top.x, top.y, random.between(30, 46), random.pick([a, b]), random.pick([c, ink]), random);
  }
};

/** One house plant in its pot. */
const pot: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.rect(0, 420, WIDTH, 80, c);
  canvas.path('M84 420V196a116 116 0 0 1 232 0V420Z', blend(ground, c, 0.5));
  const leaves = random.pick([7, 9]);
  const split = random.chance(0.5);
  for (let index = 0; index < leaves; index++) {
    const spread = (index / (leaves - 1)) * 2 - 1;
    const angle = -Math.PI / 2 + spread * 1.25 + random.between(-0.08, 0.08);
    const length = random.between(95, 150) + (1 - Math.abs(spread)) * 66;
    const green = random.pick([d, ink, blend(d, ink, 0.5)]);
    const [fx, fy] = [200, 352];
    const [x, y] = [fx + Math.cos(angle) * length * 0.45, fy + Math.sin(angle) * length * 0.45];
    canvas.stroke(`M${fx} ${fy}L${n(x)} ${n(y)}`, green, 4);
    canvas.path(leaf(x, y, angle, length * 0.72, length * 0.32), green);
    let veins = `M${n(x)} ${n(y)}l${n(Math.cos(angle) * length * 0.58)} ${n(Math.sin(angle) * length * 0.58)}`;
    if (split)
      for (let vein = 1; vein < 4; vein++) {
        const along = length * 0.15 * vein;
        for (const side of [-0.7, 0.7])
          veins += `M${n(x + Math.cos(angle) * along)} ${n(y + Math.sin(angle) * along)}l${n(Math.cos(angle + side) * length * 0.17)} ${n(Math.sin(angle + side) * length * 0.17)}`;
      }
    canvas.stroke(veins, ground, 2, 'opacity=".55" stroke-linecap="round"');
  }
  canvas.path('M136 340h128l-14 108q-2 14-16 14h-68q-14 0-16-14Z', a);
  canvas.path('M214 340h50l-14 108q-2 14-16 14h-24Z', ink, 'opacity=".12"');
  canvas.rect(128, 328, 144, 26, b);
};

/** Beds and paths from above. */
const plan: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const columns = [26, random.between(140, 250), 388];
  const rows = [26, random.between(140, 190), random.between(300, 350), 488];
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 2; column++) {
      const [x, y] = [columns[column] ?? 0, rows[row] ?? 0];
      const [width, height] = [(columns[column + 1] ?? 0) - x - 14, (rows[row + 1] ?? 0) - y - 14];
      canvas.rect(
        x,
        y,
        width,
        height,
        random.pick([d, blend(d, ink, 0.4), blend(d, ground, 0.35)]),
        'rx="10"',
      );
      const color = random.pick([a, b, c]);
      const kind = random.below(3);
      const step = random.pick([24, 30]);
      const lines = Math.floor((height - 12) / step);
      let drills = '';
      for (let line = 0; line < lines; line++)
        drills += `M${n(x + 20)} ${n(y + height / 2 + (line - (lines - 1) / 2) * step)}h${n(width - 34)}`;
      const dash = ['0 24', '14 12', '3 9'][kind] ?? '0 24';
      canvas.stroke(
        drills,
        color,
        [12, 6, 10][kind] ?? 6,
        `stroke-dasharray="${dash}"${kind === 2 ? '' : ' stroke-linecap="round"'}`,
      );
    }
  canvas.circle(random.between(150, 250), rows[1] ?? 160, 46, ground);
  canvas.circle(random.between(150, 250), rows[2] ?? 320, 34, c);
};

export const garden: Style = {
  palettes: palettes(
    'f4eee0 26453a d9573f f0a35c f3cf7a 6f9a76',
    'eef1e6 1f3d3a c9507a f2a0a0 f6d98b 5f9080',
    'f7ece2 34452f e07b39 d94f4f f5d061 8aa86a',
    'e8eef0 233b4d 6a5acd e58fb1 f7dc8a 5d8f8a',
    'fbf1dc 2c4030 b5432f e9a13b f4dc9a 7d9b5b',
  ),
  compositions: [border, border, pot, plan],
};
