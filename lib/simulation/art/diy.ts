import { blend, HEIGHT, n, type Point, polygon, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

type Block = (x: number, y: number, size: number) => { readonly main: string; readonly second: string };
const points = (x: number, y: number, size: number, ...list: readonly Point[]) =>
  polygon(...list.map(([px, py]): Point => [x + px * size, y + py * size]));

const star: Block = (x, y, s) => {
  const p = (...list: readonly Point[]) => points(x, y, s / 4, ...list);
  return {
    main: p([1, 1], [3, 1], [3, 3], [1, 3]),
    second:
      p([1, 1], [1, 0], [2, 1]) +
      p([3, 1], [3, 0], [2, 1]) +
      p([3, 1], [4, 1], [3, 2]) +
      p([3, 3], [4, 3], [3, 2]) +
      p([3, 3], [3, 4], [2, 3]) +
      p([1, 3], [1, 4], [2, 3]) +
      p([1, 3], [0, 3], [1, 2]) +
      p([1, 1], [0, 1], [1, 2]),
  };
};
const pinwheel: Block = (x, y, s) => {
  const p = (...list: readonly Point[]) => points(x, y, s / 2, ...list);
  return {
    main:
      p([0, 0], [1, 0], [1, 1]) +
      p([2, 0], [2, 1], [1, 1]) +
      p([2, 2], [1, 2], [1, 1]) +
      p([0, 2], [0, 1], [1, 1]),
    second: p([1, 0], [2, 0], [1, 1]) + p([0, 0], [1, 1], [0, 1]),
  };
};
const geese: Block = (x, y, s) => {
  const p = (...list: readonly Point[]) => points(x, y, s / 4, ...list);
  return {
    main: p([0, 1], [2, 0], [4, 1]) + p([0, 3], [2, 2], [4, 3]),
    second: p([0, 2], [2, 1], [4, 2]) + p([0, 4], [2, 3], [4, 4]),
  };
};
const cabin: Block = (x, y, s) => {
  const p = (...list: readonly Point[]) => points(x, y, s / 6, ...list);
  return {
    main:
      p([0, 0], [6, 0], [6, 1], [1, 1], [1, 6], [0, 6]) + p([2, 2], [4, 2], [4, 3], [3, 3], [3, 4], [2, 4]),
    second: p([5, 2], [6, 1], [6, 6], [1, 6], [2, 5], [5, 5]),
  };
};

/** A quilt of one or two blocks. */
const quilt: Draw = (canvas, { ground, ink, tones }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const [one, two] = random.shuffled([star, pinwheel, geese, cabin]);
  const size = 100;
  const colors = random.shuffled([...tones]);
  const paths = new Map<string, string>();
  const add = (color: string, d: string) => paths.set(color, (paths.get(color) ?? '') + d);
  for (let row = 0; row < 5; row++)
    for (let column = 0; column < 4; column++) {
      const odd = (row + column) % 2 === 1;
      const { main, second } = (odd ? two : one)?.(column * size, row * size, size) ?? {
        main: '',
        second: '',
      };
      const [x, y] = [Math.min(column, 3 - column), Math.min(row, 4 - row)];
      add(colors[(x + y) % 4] ?? ink, main);
      add(odd ? ink : (colors[(x + y + 2) % 4] ?? ink), second);
    }
  for (const [color, d] of paths) canvas.path(d, color);
  let seams = '';
  for (let at = 100; at < HEIGHT; at += 100) seams += `M0 ${at}H400${at < WIDTH ? `M${at} 0V500` : ''}`;
  canvas.stroke(seams, ink, 1, 'opacity=".18" stroke-dasharray="5 4"');
};

/** Yarn, needles and a knitted ground. */
const yarn: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  let stitches = '';
  for (let y = 330; y < 520; y += 19) stitches += `M-10 ${y}${'l10 12l10-12'.repeat(21)}`;
  canvas.rect(0, 322, WIDTH, 178, d);
  canvas.stroke(stitches, blend(d, ink, 0.3), 6, 'stroke-linejoin="round" stroke-linecap="round"');
  canvas.group(`rotate(${n(random.between(-6, 6))} 200 250)`, () => {
    canvas.stroke('M92 60L286 372', ink, 7, 'stroke-linecap="round"');
    canvas.stroke('M308 54L116 372', ink, 7, 'stroke-linecap="round"');
    canvas.circle(92, 60, 11, c);
    canvas.circle(308, 54, 11, c);
  });
  const ball = (x: number, y: number, r: number, color: string) => {
    canvas.circle(x, y, r, color);
    let thread = '';
    for (let line = -3; line <= 3; line++) {
      const width = Math.sqrt(1 - (line / 4) ** 2) * r;
      thread += `M${n(x - width)} ${n(y + (line * r) / 4)}q${n(width)} ${n(r * 0.22)} ${n(width * 2)} 0`;
    }
    for (const turn of [random.between(0, 60), random.between(70, 130)])
      canvas.group(`rotate(${n(turn)} ${n(x)} ${n(y)})`, () =>
        canvas.stroke(thread, blend(color, ink, 0.28), 2.2),
      );
  };
  ball(random.between(190, 215), 262, 96, a);
  ball(random.between(300, 322), 352, 58, b);
  canvas.stroke('M118 300q-70 60-30 110t140 20', a, 5, 'stroke-linecap="round"');
};

/** Wooden blocks, balanced. */
const balance: Draw = (canvas, { ground, ink, tones }, random) => {
  const [a, b, c, d] = tones;
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.rect(0, 432, WIDTH, 68, d);
  const x = random.between(180, 220);
  canvas.path(`M${n(x - 70)} 432a70 70 0 0 1 140 0Z`, a);
  canvas.rect(x - 130, 344, 260, 18, ink);
  canvas.rect(x - 112, 264, 62, 80, b);
  canvas.path(polygon([x + 30, 344], [x + 118, 344], [x + 74, 262]), c);
  canvas.circle(x - 81, 226, 38, a);
  canvas.circle(x - 81, 226, 15, ground);
  canvas.rect(x - 20, 290, 36, 54, d);
  canvas.rect(x - 44, 272, 84, 18, ink);
  canvas.path(`M${n(x - 34)} 272v-50a34 34 0 0 1 68 0v50h-22v-46a12 12 0 0 0-24 0v46Z`, b);
  canvas.circle(x + 74, 240, 22, ink);
  canvas.path(polygon([x - 30, 188], [x + 30, 188], [x, 120]), a);
  for (let line = 0; line < 4; line++) canvas.rect(x - 106, 276 + line * 18, 50, 3, ink, 'opacity=".22"');
};

export const diy: Style = {
  palettes: palettes(
    'f3e8d6 2d3142 c8553d 588b8b f2c078 c9cba3',
    'efe6e0 2f2a3a 8f4b5f d98c6a e9c46a 9fb3a5',
    'f5efe0 243b4a d1603d 3f7c85 f0b95b b8c4bb',
    'e8e6dc 30323d a63d40 e9b872 90a959 6494aa',
    'f7e9e3 3d2b3d b0457b e8875c f4c95d 7fa99b',
  ),
  compositions: [quilt, quilt, yarn, balance],
};
