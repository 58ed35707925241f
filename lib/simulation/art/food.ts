import { type Canvas, HEIGHT, leaf, n, sector, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

function slice(
  canvas: Canvas,
  x: number,
  y: number,
  r: number,
  turn: number,
  rind: string,
  pith: string,
  flesh: string,
) {
  canvas.circle(x, y, r, rind);
  canvas.circle(x, y, r * 0.92, pith);
  const wedges = 9;
  let d = '';
  for (let wedge = 0; wedge < wedges; wedge++) {
    const from = turn + (wedge / wedges) * Math.PI * 2 + 0.055;
    const middle = from + Math.PI / wedges - 0.055;
    d += sector(
      x + r * 0.08 * Math.cos(middle),
      y + r * 0.08 * Math.sin(middle),
      r * 0.76,
      from,
      from + (Math.PI * 2) / wedges - 0.11,
    );
  }
  canvas.path(d, flesh, 'stroke-linejoin="round"');
}

/** Cut citrus and leaves on a cloth. */
const citrus: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const cloth = random.between(250, 330);
  canvas.rect(0, cloth, WIDTH, HEIGHT - cloth, d);
  const big = random.between(118, 138);
  const [x, y] = [random.between(150, 250), random.between(225, 265)];
  for (const [angle, length] of [
    [-2.5, 150],
    [-2.1, 175],
    [-0.7, 160],
  ] as const)
    canvas.path(
      leaf(x + Math.cos(angle) * 70, y + Math.sin(angle) * 70, angle + random.between(-0.2, 0.2), length, 44),
      ink,
    );
  canvas.ellipse(x + 10, y + big * 0.96, big * 0.8, 14, ink, 'opacity=".18"');
  slice(canvas, x, y, big, random.between(0, 1), a, ground, b);
  const side = random.chance(0.5) ? 1 : -1;
  slice(canvas, x + side * 120, y + 135, big * 0.56, random.between(0, 1), b, ground, c);
  slice(canvas, x - side * 125, y + 165, big * 0.42, random.between(0, 1), c, ground, a);
};

/** A bowl from above. */
const bowl: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const stripe = random.between(22, 34);
  for (let x = stripe; x < WIDTH; x += stripe * 2)
    canvas.rect(x, 0, stripe * 0.28, HEIGHT, d, 'opacity=".45"');
  const [x, y] = [200, 262];
  canvas.circle(x + 9, y + 14, 158, ink, 'opacity=".16"');
  canvas.circle(x, y, 156, a);
  canvas.circle(x, y, 142, ground);
  canvas.circle(x, y, 134, b);
  for (let line = 0; line < 7; line++) {
    const r = 30 + line * 13;
    canvas.stroke(
      `M${n(x - r)} ${n(y + 46)}A${n(r)} ${n(r * 0.8)} 0 0 1 ${n(x + r)} ${n(y + 46)}`,
      d,
      5,
      'stroke-linecap="round" opacity=".85"',
    );
  }
  const turn = random.between(-0.5, 0.5);
  canvas.group(`rotate(${n(turn * 57)} ${x} ${y})`, () => {
    canvas.rect(x + 20, y - 128, 62, 96, ink, 'rx="3"');
    canvas.rect(x + 48, y - 118, 62, 92, ink, 'rx="3" opacity=".82"');
    for (const [ex, ey] of [
      [-62, -34],
      [-22, -72],
    ] as const) {
      canvas.ellipse(x + ex, y + ey, 40, 33, ground);
      canvas.circle(x + ex + 3, y + ey + 2, 17, c);
    }
    for (let ring = 0; ring < 9; ring++) {
      const angle = 0.4 + ring * 0.24;
      canvas.ring(
        x + Math.cos(angle) * 88,
        y + Math.sin(angle) * (70 + (ring % 3) * 14),
        8,
        ring % 2 ? a : ink,
        3.5,
      );
    }
  });
  canvas.group(`rotate(${random.chance(0.5) ? 24 : -24} 200 250)`, () => {
    canvas.rect(382, 20, 7, 470, ink, 'rx="3"');
    canvas.rect(400, 20, 7, 470, ink, 'rx="3"');
  });
};

/** Pears and a bottle on a table. */
const stillLife: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const table = random.between(335, 365);
  canvas.rect(0, table, WIDTH, HEIGHT - table, d);
  canvas.circle(random.between(110, 290), 170, random.between(96, 120), b, 'opacity=".35"');
  const bottle = random.between(75, 105);
  canvas.path(`M${n(bottle)} ${n(table + 40)}v-170q0-34 20-46v-88h34v88q20 12 20 46v170q-37 14-74 0Z`, ink);
  canvas.path(`M${n(bottle + 10)} ${n(table + 10)}v-138q0-22 12-32v150Z`, ground, 'opacity=".14"');
  const pear = (x: number, foot: number, scale: number, fill: string, lean: number) =>
    canvas.group(`translate(${n(x)} ${n(foot)}) rotate(${n(lean)}) scale(${scale.toFixed(2)})`, () => {
      canvas.ellipse(6, 2, 58, 9, ink, 'opacity=".2"');
      canvas.path(
        'M0 0C-52 0-66-38-54-70C-46-94-26-96-22-128C-20-148 20-148 22-128C26-96 46-94 54-70C66-38 52 0 0 0Z',
        fill,
      );
      canvas.path(
        'M12-4C44-6 58-36 50-66C44-88 28-96 24-124C40-96 44-92 54-70C66-38 52 0 12-4Z',
        ink,
        'opacity=".14"',
      );
      canvas.stroke('M0-138q2-16 14-26', ink, 5, 'stroke-linecap="round"');
    });
  pear(235, table + 46, 1.25, a, random.between(-5, 5));
  pear(325, table + 62, 0.95, c, random.between(4, 12));
  canvas.circle(150, table + 56, 40, b);
  canvas.path(`M150 ${n(table + 96)}a40 40 0 0 0 28-68a44 44 0 0 1-28 68Z`, ink, 'opacity=".15"');
};

export const food: Style = {
  palettes: palettes(
    'f6ead7 2f4a3a e2572b f4a73b f6d25c cfdcc4',
    'f3e3d0 3a2a2f c8402f ef8d4b f2c14e b9cdbb',
    'eef0e2 23403b d96a2b f0b429 dfe07a e8b8a0',
    'f9e4dc 4a2740 d8436b f5907a f7c873 a9c5b0',
    'e6ede6 1f3a44 e07a3f f2b766 f1e0a2 7fa69a',
  ),
  compositions: [citrus, bowl, stillLife],
};
