import { blend, type Canvas, HEIGHT, n, polygon, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** A box in isometric view: foot at the lower corner, three faces. */
function box(
  canvas: Canvas,
  x: number,
  y: number,
  width: number,
  depth: number,
  height: number,
  color: string,
  ink: string,
  light: string,
) {
  const [cos, sin] = [0.866, 0.5];
  const right = [x + width * cos, y - width * sin] as const;
  const left = [x - depth * cos, y - depth * sin] as const;
  const back = [x + (width - depth) * cos, y - (width + depth) * sin] as const;
  canvas.path(
    polygon([x, y], right, [right[0], right[1] - height], [x, y - height]),
    blend(color, ink, 0.18),
  );
  canvas.path(polygon([x, y], left, [left[0], left[1] - height], [x, y - height]), blend(color, ink, 0.42));
  canvas.path(
    polygon(
      [x, y - height],
      [right[0], right[1] - height],
      [back[0], back[1] - height],
      [left[0], left[1] - height],
    ),
    blend(color, light, 0.3),
  );
}

/** Towers of a small machine city. */
const city: Draw = (canvas, { ground, ink, tones }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.circle(random.between(120, 280), 150, random.between(90, 120), random.pick(tones), 'opacity=".35"');
  const size = 62;
  const cells: { readonly i: number; readonly j: number }[] = [];
  for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) cells.push({ i, j });
  for (const { i, j } of cells.sort((a, b) => b.i + b.j - (a.i + a.j))) {
    const x = 200 + (i - j) * size * 0.866;
    const y = 470 - (i + j) * size * 0.5;
    const height = random.chance(0.2) ? 8 : random.between(20, 60) + (i + j) * 26 * random.next();
    const color = random.pick(tones);
    box(canvas, x, y, size - 6, size - 6, height, color, ink, ground);
    if (height > 40 && random.chance(0.7)) {
      let windows = '';
      for (let floor = 14; floor < height - 6; floor += 13)
        windows += `M${n(x + 7)} ${n(y - floor - 4)}l${n(28 * 0.866)} ${n(-14)}`;
      canvas.stroke(windows, ground, 3, 'opacity=".55"');
    }
  }
};

/** Traces of a circuit board. */
const circuit: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ink);
  const traces = 15;
  const order = random.shuffled(Array.from({ length: traces }, (_, index) => index));
  for (const [index, lane] of order.entries()) {
    const x = 24 + lane * 25;
    const turn = 90 + index * 17 + random.between(-12, 12);
    const shift = (lane < traces / 2 ? -1 : 1) * random.pick([0, 25, 50]);
    const end = random.between(turn + 60, 480);
    const color = index % 5 === 0 ? a : index % 3 === 0 ? b : blend(d, ink, 0.35);
    const start = random.pick([-10, random.between(20, turn - 20)]);
    canvas.stroke(
      `M${n(x)} ${n(start)}V${n(turn)}l${n(shift)} ${n(Math.abs(shift))}V${n(end)}`,
      color,
      4.5,
      'stroke-linejoin="round" stroke-linecap="round"',
    );
    canvas.circle(x + shift, end, 8, color);
    canvas.circle(x + shift, end, 3.4, ink);
    if (start > 0) canvas.ring(x, start, 6, color, 4);
  }
  const [x, y] = [random.between(110, 170), random.between(190, 250)];
  for (let pin = 0; pin < 6; pin++) {
    canvas.rect(x - 12, y + 12 + pin * 22, 144, 8, c, 'rx="2"');
    canvas.rect(x + 12 + pin * 18, y - 10, 7, 160, c, 'rx="2"');
  }
  canvas.rect(x, y, 120, 140, blend(ink, ground, 0.9), 'rx="7"');
  canvas.rect(x + 28, y + 34, 64, 72, a, 'rx="4"');
  canvas.circle(x + 16, y + 16, 5, ink);
};

/** A desk with a screen that shows waves. */
const screen: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.circle(random.between(110, 290), 190, 150, blend(ground, d, 0.5));
  canvas.rect(0, 408, WIDTH, 92, d);
  canvas.rect(0, 408, WIDTH, 6, ink, 'opacity=".18"');
  canvas.path('M176 408l8-70h32l8 70h22v10h-92v-10Z', blend(ink, ground, 0.35));
  canvas.rect(58, 128, 284, 212, ink, 'rx="12"');
  canvas.rect(70, 140, 260, 176, blend(ink, a, 0.16), 'rx="4"');
  for (let wave = 0; wave < 9; wave++) {
    const y = 172 + wave * 15;
    let d2 = `M78 ${y}`;
    for (let x = 78; x <= 318; x += 15) {
      const near = Math.exp(-(((x - 198) / 56) ** 2));
      d2 += `L${x + 2} ${Math.round(y - near * random.between(4, 46))}`;
    }
    canvas.path(
      d2,
      blend(ink, a, 0.16),
      `stroke="${blend(c, b, wave / 8)}" stroke-width="2.4" stroke-linejoin="round"`,
    );
  }
  canvas.rect(96, 430, 176, 36, ink, 'rx="7"');
  let keys = '';
  for (let row = 0; row < 3; row++)
    for (let key = 0; key < 15; key++) keys += `M${102 + key * 11} ${436 + row * 9}h8v6h-8Z`;
  canvas.path(keys, blend(ink, ground, 0.7));
  canvas.rect(300, 428, 30, 42, a, 'rx="15"');
  canvas.path('M28 408l5-54h34l5 54Z', b);
};

export const tech: Style = {
  palettes: palettes(
    'e9eef2 14213d 3a86c8 f4a259 f6e27f 9db4c9',
    'f1ece4 1f2933 e4572e 17a398 f3c969 b5b9a5',
    'e6e9f5 20204a 5b5fc7 ef8fa3 f9d071 a6b1e1',
    'edf1ea 16302b 2a9d8f e76f51 f4d58d 9fc2b0',
    'f3eae8 2b1f33 8e4ec6 f2915c f8d66d c3b1cf',
  ),
  compositions: [city, circuit, screen],
};
