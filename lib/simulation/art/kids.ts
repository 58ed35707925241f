import { blend, type Canvas, HEIGHT, n, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

function cloud(canvas: Canvas, x: number, y: number, size: number, fill: string): void {
  canvas.path(
    `M${n(x - size)} ${n(y)}a${n(size * 0.42)} ${n(size * 0.42)} 0 0 1 ${n(size * 0.3)}-${n(size * 0.58)}a${n(size * 0.55)} ${n(size * 0.55)} 0 0 1 ${n(size)} 0a${n(size * 0.42)} ${n(size * 0.42)} 0 0 1 ${n(size * 0.5)} ${n(size * 0.58)}Z`,
    fill,
  );
}

/** A rainbow between two hills. */
const rainbow: Draw = (canvas, { ground, ink, tones }, random) => {
  const [a, b, c, d] = tones;
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const x = random.between(150, 250);
  const colors = random.shuffled([a, b, c, blend(d, ink, 0.25), d]);
  for (const [index, color] of colors.entries()) canvas.ring(x, 350, 190 - index * 25, color, 25.5);
  cloud(canvas, random.between(70, 120), random.between(96, 130), 56, '#ffffff');
  cloud(canvas, random.between(290, 330), random.between(150, 190), 40, '#ffffff');
  canvas.path('M0 500V372q100-66 210-10t190-20V500Z', blend(d, ink, 0.12));
  canvas.path('M0 500V442q120-60 240-14t160-12V500Z', blend(d, ink, 0.32));
  for (let tree = 0; tree < 3; tree++) {
    const tx = random.between(40, 360);
    const r = random.between(20, 32);
    canvas.rect(tx - 3, 410, 6, 46, ink);
    canvas.circle(tx, 404, r, random.pick([a, c, blend(d, ink, 0.5)]));
  }
};

/** Balloons on their strings. */
const balloons: Draw = (canvas, { ground, ink, tones }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  cloud(canvas, 90, random.between(380, 420), 70, '#ffffff');
  cloud(canvas, 320, random.between(300, 340), 54, '#ffffff');
  const places = [
    [120, 150, 56],
    [262, 108, 64],
    [196, 230, 70],
    [318, 236, 46],
    [82, 268, 44],
  ] as const;
  const knot = random.between(180, 220);
  for (const [index, [x, y, r]] of places.entries()) {
    const [bx, by] = [x + random.between(-10, 10), y + random.between(-12, 12)];
    const color = [...tones, ink][index] ?? ink;
    canvas.stroke(`M${n(bx)} ${n(by + r * 1.2)}Q${n(bx)} 380 ${n(knot)} 452`, ink, 1.6);
    canvas.path(`M${n(bx)} ${n(by + r * 1.16)}l-8 12h16Z`, color);
    canvas.ellipse(bx, by, r, r * 1.2, color);
    canvas.ellipse(
      bx - r * 0.36,
      by - r * 0.46,
      r * 0.16,
      r * 0.28,
      '#ffffff',
      `opacity=".5" transform="rotate(20 ${n(bx - r * 0.36)} ${n(by - r * 0.46)})"`,
    );
  }
  canvas.stroke(`M${n(knot)} 450q10 26-6 60`, ink, 2.4);
  canvas.path(`M${n(knot)} 452l-18-9v18ZM${n(knot)} 452l18-9v18Z`, tones[0]);
};

/** Building blocks: a house, a tower, a bridge. */
const blocks: Draw = (canvas, { ground, ink, tones }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.rect(0, 436, WIDTH, 64, tones[3]);
  const colors = random.shuffled([tones[0], tones[1], tones[2], ink, blend(tones[3], ink, 0.4)]);
  let turn = 0;
  const next = () => colors[turn++ % colors.length] ?? ink;
  for (let column = 0; column < 4; column++) {
    const x = 40 + column * 80;
    const floors = random.pick([1, 2, 2, 3]);
    for (let floor = 0; floor < floors; floor++) {
      const y = 436 - (floor + 1) * 80;
      const kind = random.below(4);
      const color = next();
      if (kind === 0) canvas.path(`M${x} ${y + 80}V${y}h80v80h-20v-20a20 20 0 0 0-40 0v20Z`, color);
      else {
        canvas.rect(x, y, 80, 80, color);
        if (kind === 1) canvas.circle(x + 40, y + 40, 22, next());
        if (kind === 2) canvas.rect(x + 22, y + 22, 36, 36, ground);
      }
    }
    const top = 436 - floors * 80;
    const roof = random.below(4);
    if (roof === 0) canvas.path(`M${x} ${top}l40-58l40 58Z`, next());
    else if (roof === 1) canvas.path(`M${x} ${top}a40 40 0 0 1 80 0Z`, next());
    else if (roof === 2) {
      canvas.rect(x + 24, top - 54, 32, 54, next());
      canvas.circle(x + 40, top - 70, 17, next());
    } else canvas.circle(x + 40, top - 26, 26, next());
  }
  canvas.circle(random.between(60, 340), 74, 30, tones[1]);
};

/** A whale that dreams under stars. */
const whale: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(blend(d, ink, 0.6), d));
  for (let star = 0; star < 22; star++)
    canvas.circle(random.between(14, 386), random.between(14, 260), random.between(1.4, 3.6), c);
  const moon = random.between(80, 320);
  canvas.circle(moon, 96, 40, c);
  canvas.circle(moon + 16, 86, 34, blend(d, ink, 0.5));
  const flip = random.chance(0.5) ? 'translate(400 0) scale(-1 1)' : 'translate(0 0)';
  canvas.group(flip, () => {
    canvas.path(
      'M64 330C70 232 190 212 262 262Q310 296 330 236Q300 226 296 192Q330 194 344 220Q356 190 390 190Q388 226 352 240Q350 340 286 374Q120 424 64 330Z',
      a,
    );
    canvas.path('M66 340Q120 372 240 366Q200 402 130 388Q80 376 66 340Z', ground, 'opacity=".85"');
    canvas.circle(112, 318, 6.5, ink);
    canvas.stroke('M150 350q22 34 50 20', blend(a, ink, 0.4), 5, 'stroke-linecap="round"');
    canvas.stroke('M146 236q-4-40-30-44M146 236q4-40 30-44', c, 6, 'stroke-linecap="round"');
  });
  canvas.path('M0 500V408q50-26 100 0t100 0t100 0t100 0V500Z', blend(d, b, 0.35));
  canvas.path('M0 500V446q50-26 100 0t100 0t100 0t100 0V500Z', blend(d, ink, 0.4));
};

export const kids: Style = {
  palettes: palettes(
    'fbf0dc 37415e ef6a5a f7b64a f9dc8a 8cc0b5',
    'eaf4f4 2f3e5c f2796b ffb84d ffe29a 86b8d8',
    'fdebe3 4a3560 e86a8a f79d65 fbd87f a7b8e8',
    'f3f0e0 2f4f4f e2694a f0b03f f5df8f 8dbf8b',
    'f1ecf7 3c3566 d9668f f3a65a f9de87 93a3dd',
  ),
  compositions: [rainbow, balloons, blocks, whale],
};
