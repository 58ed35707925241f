import { type Canvas, HEIGHT, n, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** A module of 100 by 100 in two colours: the bones of letters. */
type Module = (canvas: Canvas, fore: string, back: string) => void;
const MODULES: readonly Module[] = [
  (canvas, fore) => canvas.path('M0 0H100A100 100 0 0 1 0 100Z', fore),
  (canvas, fore) => canvas.path('M0 50a50 50 0 0 1 100 0V100H0Z', fore),
  (canvas, fore, back) => {
    canvas.circle(50, 50, 50, fore);
    canvas.circle(50, 50, 22, back);
  },
  (canvas, fore) => canvas.path('M0 0H50A50 50 0 0 1 50 100H0Z', fore),
  (canvas, fore) => canvas.path('M0 0L100 100H0Z', fore),
  (canvas, fore, back) => {
    canvas.path('M0 0H100A100 100 0 0 1 0 100Z', fore);
    canvas.path('M0 0H50A50 50 0 0 1 0 50Z', back);
  },
  (canvas, fore) => {
    canvas.rect(0, 0, 100, 22, fore);
    canvas.rect(0, 39, 100, 22, fore);
    canvas.rect(0, 78, 100, 22, fore);
  },
  (canvas, fore) => canvas.path('M0 50A50 50 0 0 1 50 0V50ZM50 50H100A50 50 0 0 1 50 100Z', fore),
];

/** An alphabet of circles, quarters and bars. */
const alphabet: Draw = (canvas, { ground, ink, tones }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const colors = [ground, ground, ink, ...tones];
  for (let row = 0; row < 5; row++)
    for (let column = 0; column < 4; column++) {
      const back = random.pick(colors);
      const fore = random.pick(colors.filter((color) => color !== back));
      canvas.group(`translate(${column * 100} ${row * 100}) rotate(${random.below(4) * 90} 50 50)`, () => {
        if (back !== ground) canvas.rect(-0.3, -0.3, 100.6, 100.6, back);
        random.pick(MODULES)(canvas, fore, back);
      });
    }
};

/** A pair of quotation marks, as large as the sheet. */
const marks: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const band = random.between(300, 350);
  canvas.rect(0, band, WIDTH, HEIGHT - band, d);
  const mark = (x: number, color: string) => {
    canvas.circle(x, 210, 70, color);
    canvas.path(`M${n(x - 70)} 210A160 160 0 0 1 ${n(x + 62)} 72l14 34A92 92 0 0 0 ${n(x - 10)} 200Z`, color);
  };
  mark(116, a);
  mark(286, random.chance(0.5) ? ink : b);
  const rows = random.pick([3, 4]);
  for (let row = 0; row < rows; row++)
    canvas.rect(46, band + 40 + row * 28, random.between(150, 300), 9, row === 0 ? c : ground, 'rx="4.5"');
};

/** One large letterform of bars and bowls: an ampersand's cousin. */
const monogram: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const width = random.between(52, 70);
  const kind = random.below(3);
  canvas.circle(random.between(80, 320), random.between(90, 410), 92, d);
  if (kind === 0) {
    canvas.rect(90, 70, width, 360, ink);
    canvas.stroke(`M${n(90 + width)} ${n(70 + width / 2)}H230a75 75 0 0 1 0 150H${n(90 + width)}`, a, width);
    canvas.stroke(`M210 ${n(220 + width / 2)}L310 430`, b, width);
  } else if (kind === 1) {
    canvas.stroke(`M284 ${n(110 + width / 2)}A112 112 0 1 0 284 ${n(390 - width / 2)}`, a, width);
    canvas.circle(258, 250, width * 0.62, ink);
    canvas.rect(96, 62, 208, 14, b);
    canvas.rect(96, 424, 208, 14, b);
  } else {
    canvas.path('M70 430L170 70H240L140 430Z', ink);
    canvas.path('M330 430L230 70H170L270 430Z', a);
    canvas.rect(120, 300, 160, width * 0.7, b);
  }
  canvas.circle(random.between(300, 340), random.between(390, 430), 26, c);
};

export const quotes: Style = {
  palettes: palettes(
    'f4efe4 1f1f24 d8412f 2f5d9f f2b441 e3d5bd',
    'f5e9e1 2a1c3d e75a4d 6a4c93 ffca5f f0c6b8',
    'eaf0ee 14342f e4633b 1f8a7d f6c344 bcd4cc',
    'efe9f2 221a3b 5146c9 f0567d f9bd4a cfc4e6',
    'f7f1df 23272f 0f7c90 ef6b3a f5c242 d8cfae',
  ),
  compositions: [alphabet, marks, monogram, alphabet],
  mirrored: false,
};
