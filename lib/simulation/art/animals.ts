import type { Random } from '../random';
import { blend, type Canvas, HEIGHT, leaf, n, polygon, sector, WIDTH } from './canvas';
import { type Palette, palettes } from './palette';
import type { Draw, Style } from './style';

function bird(
  canvas: Canvas,
  x: number,
  y: number,
  size: number,
  body: string,
  wing: string,
  { ink, ground }: Palette,
  right: boolean,
): void {
  canvas.group(
    `translate(${n(x)} ${n(y)}) scale(${((right ? 1 : -1) * size).toFixed(2)} ${size.toFixed(2)})`,
    () => {
      canvas.stroke('M-6 44v20M10 44v20', ink, 3, 'stroke-linecap="round"');
      canvas.path('M-96 22L-52-4L-40 30Z', wing);
      canvas.path('M-60-6A52 52 0 0 0 44-6Z', body);
      canvas.path('M-60-6A52 52 0 0 0 44-6V-10H-60Z', body);
      canvas.circle(30, -20, 26, body);
      canvas.path('M-44-6A40 40 0 0 0 14-6Z', wing);
      canvas.path('M54-26l24 8l-24 8Z', ink);
      canvas.circle(36, -25, 5, ground);
      canvas.circle(37, -25, 2.4, ink);
    },
  );
}

/** Birds on bare branches. */
const birds: Draw = (canvas, colors, random) => {
  const { ground, ink, tones } = colors;
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.circle(random.between(90, 310), random.between(100, 160), random.between(58, 84), tones[3]);
  for (const [row, y] of [190, 330, 458].entries()) {
    const lean = random.between(-22, 22);
    const at = (x: number) => y + 16 + (lean * x) / 400 + Math.sin(x / 80 + row) * 4;
    canvas.stroke(`M-10 ${n(at(0))}Q200 ${n(at(200) + 8)} 410 ${n(at(400))}`, ink, 7 - row * 0.5);
    for (let twig = 0; twig < 4; twig++) {
      const x = random.between(20, 380);
      canvas.path(
        leaf(x, at(x), random.between(-2.4, -0.7), 40, 9) +
          leaf(x + 14, at(x), random.between(0.6, 1.4), 34, 8),
        random.pick([ink, tones[2]]),
      );
    }
    const count = row === 1 ? 2 : random.pick([1, 2]);
    for (let index = 0; index < count; index++) {
      const x = count === 1 ? random.between(120, 280) : 110 + index * 180 + random.between(-16, 16);
      const size = random.between(0.72, 0.95);
      const [body, wing] = random.shuffled([tones[0], tones[1], tones[2]]);
      bird(
        canvas,
        x,
        at(x) - 62 * size,
        size,
        body ?? ink,
        blend(wing ?? ink, ink, 0.2),
        colors,
        random.chance(0.5),
      );
    }
  }
};

/** A school of fish. */
const fish: Draw = (canvas, { ground, ink, tones }, random) => {
  const [, , , d] = tones;
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(d, blend(d, ink, 0.6)));
  const body = canvas.shape('M-62 0Q0-58 62 0Q0 58-62 0ZM52 0L92-30Q80 0 92 30Z');
  const gill = canvas.shape(
    'M-62 0Q-44-18-26-24Q-14 0-26 24Q-44 18-62 0ZM-8-22q16 22 0 44q8-22 0-44ZM10-21q15 21 0 42q8-21 0-42Z',
  );
  for (let row = 0; row < 6; row++)
    for (let column = 0; column < 3; column++) {
      const scale = 0.55 + row * 0.07;
      const x = 72 + column * 132 + (row % 2 ? 56 : -8) + random.between(-12, 12);
      const y = 62 + row * 76 + random.between(-10, 10);
      const one = row === 3 && column === 1;
      const color = one ? tones[0] : random.pick([tones[1], tones[2], ground]);
      const at = `translate(${n(x)} ${n(y)})scale(${(one ? scale : -scale).toFixed(2)} ${scale.toFixed(2)})`;
      canvas.use(body, at, color);
      canvas.use(gill, at, ink, 'opacity=".25"');
      canvas.circle(x + (one ? -40 : 40) * scale, y - 6 * scale, 3.4, one ? ground : ink);
    }
};

function owlFace(canvas: Canvas, x: number, y: number, eye: string, { ink, ground }: Palette): void {
  for (const side of [-1, 1]) {
    canvas.circle(x + side * 42, y, 46, ground);
    canvas.circle(x + side * 40, y + 2, 26, eye);
    canvas.circle(x + side * 38, y + 2, 13, ink);
    canvas.circle(x + side * 38 + 5, y - 4, 4, ground);
  }
  canvas.path(polygon([x - 12, y + 26], [x + 12, y + 26], [x, y + 58]), eye);
}

/** An owl, looking at you. */
const owl: Draw = (canvas, colors, random) => {
  const { ground, ink, tones } = colors;
  const [a, b, c, d] = tones;
  canvas.rect(0, 0, WIDTH, HEIGHT, random.chance(0.5) ? blend(ink, d, 0.25) : d);
  canvas.circle(random.between(110, 290), 150, random.between(100, 130), b, 'opacity=".9"');
  canvas.path('M92 150L118 84L160 122Q200 108 240 122L282 84L308 150V330A108 116 0 0 1 92 330Z', a);
  canvas.path('M92 200Q60 330 122 420Q150 330 136 220Z', blend(a, ink, 0.42));
  canvas.path('M308 200Q340 330 278 420Q250 330 264 220Z', blend(a, ink, 0.42));
  let feathers = '';
  for (let row = 0; row < 5; row++)
    for (let column = 0; column < 5 - (row % 2); column++) {
      const x = 148 + column * 26 + (row % 2 ? 13 : 0);
      feathers += `M${x - 10} ${280 + row * 28}a10 13 0 0 0 20 0Z`;
    }
  canvas.path(feathers, c);
  owlFace(canvas, 200, 186, random.pick([b, c]), colors);
  canvas.rect(0, 442, WIDTH, 20, ink);
  canvas.stroke('M168 430v22M182 432v22M218 432v22M232 430v22', ground, 7, 'stroke-linecap="round"');
  for (const x of [40, 340]) canvas.path(leaf(x, 446, -0.9, 74, 17) + leaf(x, 446, -2.2, 70, 16), ink);
};

function grass(canvas: Canvas, color: string, random: Random): void {
  let d = '';
  for (let blade = 0; blade < 34; blade++)
    d += leaf(blade * 12.4, 506, -Math.PI / 2 + random.between(-0.35, 0.35), random.between(50, 128), 4.5);
  canvas.path(d, color);
}

/** A fox asleep, or awake, in the grass. */
const fox: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(ground, blend(ground, d, 0.6)));
  canvas.circle(random.between(100, 300), 128, 62, c);
  canvas.path('M0 330q90-60 190-18t210-30V500H0Z', d);
  const flip = random.chance(0.5) ? 'translate(400 0) scale(-1 1)' : 'translate(0 0)';
  canvas.group(flip, () => {
    if (random.chance(0.5)) {
      canvas.path('M84 400A116 104 0 0 1 316 400Q316 440 270 440H130Q84 440 84 400Z', a);
      canvas.path(
        'M316 392Q322 452 220 446Q150 444 128 424Q196 420 226 396Q262 366 316 392Z',
        blend(a, ink, 0.22),
      );
      canvas.path('M128 424Q104 430 96 418Q106 400 150 404Q190 408 210 402Q180 424 128 424Z', ground);
      canvas.path(polygon([104, 352], [112, 300], [146, 336]), a);
      canvas.path(polygon([160, 340], [192, 308], [196, 360]), a);
      canvas.path('M98 350Q150 312 200 356Q190 400 142 414Q104 396 98 350Z', a);
      canvas.path('M112 382Q136 398 172 384Q160 408 142 414Q122 404 112 382Z', ground);
      canvas.stroke('M118 366q10 8 20 0M160 366q10 8 20 0', ink, 4, 'stroke-linecap="round"');
      canvas.circle(142, 408, 6, ink);
    } else {
      canvas.path('M250 470Q360 470 352 360Q346 300 300 330Q318 400 250 430Z', a);
      canvas.path('M352 360Q346 300 300 330Q310 350 306 372Q332 350 352 360Z', ground);
      canvas.path('M140 480Q120 360 170 300H240Q280 380 262 480Z', a);
      canvas.path('M176 312H232Q236 380 204 420Q172 380 176 312Z', ground);
      canvas.path(polygon([128, 236], [134, 150], [188, 200]), a);
      canvas.path(polygon([276, 236], [270, 150], [216, 200]), a);
      canvas.path(polygon([140, 204], [143, 172], [164, 192]), ink);
      canvas.path(polygon([264, 204], [261, 172], [240, 192]), ink);
      canvas.path('M126 226Q202 160 278 226Q262 290 202 326Q142 290 126 226Z', a);
      canvas.path('M126 226Q180 240 202 300Q224 240 278 226Q262 290 202 326Q142 290 126 226Z', ground);
      canvas.ellipse(172, 242, 7, 9, ink);
      canvas.ellipse(232, 242, 7, 9, ink);
      canvas.circle(202, 316, 10, ink);
    }
  });
  grass(canvas, blend(d, ink, 0.55), random);
  canvas.circle(random.between(60, 340), random.between(400, 430), 8, b);
  canvas.circle(random.between(60, 340), random.between(410, 440), 6, c);
};

/** A cat, seen from behind, at a window. */
const cat: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, a);
  canvas.rect(56, 40, 288, 360, ground);
  canvas.rect(68, 52, 264, 336, canvas.gradient(d, blend(d, c, 0.7)));
  const moon = random.between(120, 280);
  canvas.circle(moon, random.between(110, 150), 34, c);
  canvas.path('M68 388V316q50-40 90-14t84-30t90 20v96Z', blend(d, ink, 0.45));
  canvas.stroke('M200 52V388M68 214H332', ground, 8);
  canvas.rect(36, 400, 328, 22, ground);
  canvas.rect(36, 416, 328, 6, ink, 'opacity=".15"');
  const x = random.between(150, 250);
  canvas.group(`translate(${n(x - 200)} 0)`, () => {
    canvas.path(
      'M146 400Q128 300 176 262Q168 240 172 196L192 218Q200 215 208 218L228 196Q232 240 224 262Q272 300 254 400Z',
      ink,
    );
    canvas.stroke('M246 392Q312 396 306 452Q302 482 280 474', ink, 15, 'stroke-linecap="round"');
    canvas.stroke('M200 290v70', blend(ink, ground, 0.25), 3, 'stroke-linecap="round"');
  });
  canvas.path(sector(80, 400, 34, Math.PI, Math.PI * 2), b);
  for (const angle of [-2.1, -1.57, -1.05]) canvas.path(leaf(80, 372, angle, 62, 15), blend(d, ink, 0.5));
};

export const animals: Style = {
  palettes: palettes(
    'f5ecdc 2b2f38 d8623a eeb04c f6d98c 7fa8a0',
    'f2ebe3 27263b c9503f 5f7fae f3c97c a5bcc9',
    'eef0e4 23382f d97b36 e9b44c f5e0a3 6d9478',
    'f8e9e0 3b2434 c2475e ee9a6c f8d490 8d9fc0',
    'e9eff2 1c2d40 e07a45 f2bd63 f8e3b0 5b8fa8',
  ),
  compositions: [birds, fish, owl, fox, cat],
};
