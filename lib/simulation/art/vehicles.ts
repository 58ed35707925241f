import type { Random } from '../random';
import { blend, type Canvas, HEIGHT, n, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

function wheel(
  canvas: Canvas,
  x: number,
  y: number,
  r: number,
  color: string,
  spokes: number,
  turn: number,
): void {
  let d = '';
  for (let spoke = 0; spoke < spokes; spoke++) {
    const angle = turn + (spoke / spokes) * Math.PI;
    d += `M${n(x - Math.cos(angle) * r)} ${n(y - Math.sin(angle) * r)}L${n(x + Math.cos(angle) * r)} ${n(y + Math.sin(angle) * r)}`;
  }
  canvas.stroke(d, color, 1.2, 'opacity=".55"');
  canvas.ring(x, y, r, color, 6);
  canvas.circle(x, y, 7, color);
}

/** A bicycle before a large disc. */
const bicycle: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.circle(
    random.between(150, 250),
    random.between(190, 230),
    random.between(130, 155),
    random.chance(0.5) ? b : c,
  );
  canvas.rect(0, 398, WIDTH, 102, d);
  canvas.ellipse(200, 402, 172, 7, ink, 'opacity=".25"');
  const flip = random.chance(0.5) ? 'translate(400 0) scale(-1 1)' : 'translate(0 0)';
  canvas.group(flip, () => {
    const turn = random.between(0, 1);
    wheel(canvas, 108, 324, 73, ink, 10, turn);
    wheel(canvas, 292, 324, 73, ink, 10, turn);
    const line = 'stroke-linejoin="round" stroke-linecap="round"';
    canvas.stroke('M108 324L158 222L262 216L190 324ZM108 324H190L150 204', a, 9, line);
    canvas.stroke('M292 324L256 190', a, 9, line);
    canvas.stroke(
      random.chance(0.5) ? 'M256 190L250 172H286' : 'M256 190L250 172L282 168Q300 178 286 200',
      ink,
      8,
      line,
    );
    canvas.path('M124 198h54q6 0 4 6q-6 10-22 8l-36-4q-8-8 0-10Z', ink);
    canvas.ring(190, 324, 20, ink, 5);
    canvas.stroke('M190 324l14 34M196 358h18', ink, 5, line);
    if (random.chance(0.55)) {
      canvas.path('M272 204h62l-7 42h-48Z', blend(c, ink, 0.2));
      canvas.circle(292, 198, 11, b);
      canvas.circle(312, 194, 13, a);
    }
  });
};

/** A small van under a big sky. */
const van: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(blend(ground, b, 0.3), ground, c));
  canvas.circle(
    random.between(80, 320),
    random.between(110, 160),
    random.between(44, 60),
    random.chance(0.5) ? b : a,
  );
  canvas.path('M0 380Q70 250 150 300Q220 216 300 290Q350 256 400 300V500H0Z', blend(d, ground, 0.35));
  canvas.path('M0 400Q120 320 240 366T400 350V500H0Z', d);
  canvas.rect(0, 424, WIDTH, 76, blend(ink, d, 0.25));
  let dashes = '';
  for (let x = 10; x < 400; x += 62) dashes += `M${x} 464h34`;
  canvas.stroke(dashes, ground, 5, 'opacity=".8"');
  const flip = random.chance(0.5) ? 'translate(400 0) scale(-1 1)' : 'translate(0 0)';
  canvas.group(flip, () => {
    if (random.chance(0.6)) {
      canvas.rect(112, 236, 108, 16, blend(d, ink, 0.45), 'rx="4"');
      canvas.rect(132, 218, 60, 20, c, 'rx="4"');
    }
    canvas.path('M74 426V290q0-36 36-36h142q24 0 38 22l34 56q6 10 6 26v68Z', a);
    canvas.path('M74 350H330v76H74Z', ground);
    canvas.path('M74 342H328l2 10H74Z', ink, 'opacity=".2"');
    canvas.path('M96 276h48v48H96ZM154 276h48v48h-48ZM212 276h34q14 0 22 14l20 34h-76Z', blend(ink, b, 0.25));
    canvas.path('M96 276h20l-20 40ZM154 276h20l-20 40Z', '#ffffff', 'opacity=".22"');
    canvas.circle(316, 374, 11, c);
    canvas.rect(66, 412, 272, 12, ink, 'rx="5"');
  });
  for (const x of flip.startsWith('translate(400') ? [120, 274] : [126, 280]) {
    canvas.circle(x, 426, 29, ink);
    canvas.circle(x, 426, 13, ground);
  }
};

function balloon(
  canvas: Canvas,
  x: number,
  y: number,
  r: number,
  colors: readonly string[],
  ink: string,
): void {
  const half = [1, 0.66, 0.28];
  const gore = (share: number) =>
    `M${n(x)} ${n(y - r)}C${n(x + r * 1.12 * share)} ${n(y - r)} ${n(x + r * 1.3 * share)} ${n(y + r * 0.3)} ${n(x + r * 0.26 * share)} ${n(y + r * 1.1)}H${n(x - r * 0.26 * share)}C${n(x - r * 1.3 * share)} ${n(y + r * 0.3)} ${n(x - r * 1.12 * share)} ${n(y - r)} ${n(x)} ${n(y - r)}Z`;
  for (const [index, share] of half.entries()) canvas.path(gore(share), colors[index % colors.length] ?? ink);
  canvas.stroke(
    `M${n(x - r * 0.24)} ${n(y + r * 1.1)}L${n(x - r * 0.15)} ${n(y + r * 1.36)}M${n(x + r * 0.24)} ${n(y + r * 1.1)}L${n(x + r * 0.15)} ${n(y + r * 1.36)}`,
    ink,
    1.5,
  );
  canvas.rect(x - r * 0.17, y + r * 1.35, r * 0.34, r * 0.25, ink, 'rx="2"');
}

/** Balloons over layered hills. */
const balloons: Draw = (canvas, { ground, ink, tones }, random) => {
  const [a, b, c, d] = tones;
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(blend(d, ground, 0.35), ground, c));
  const shade = (share: number) => blend(blend(d, ground, 0.4), ink, share);
  canvas.path('M0 500V390Q90 330 170 372T400 340V500Z', shade(0.1));
  balloon(
    canvas,
    random.between(290, 330),
    random.between(90, 140),
    44,
    random.shuffled([a, b, ground]),
    ink,
  );
  balloon(canvas, random.between(60, 100), random.between(210, 260), 30, random.shuffled([b, c, ink]), ink);
  balloon(
    canvas,
    random.between(160, 210),
    random.between(160, 200),
    random.between(88, 104),
    random.shuffled([a, b, c, ground]),
    ink,
  );
  canvas.path('M0 500V436Q120 378 230 426T400 404V500Z', shade(0.45));
  canvas.path('M0 500V472Q140 436 400 466V500Z', shade(0.75));
};

function waves(canvas: Canvas, y: number, color: string, random: Random): void {
  const shift = random.between(-40, 0);
  let d = `M${n(shift)} 500V${n(y)}`;
  for (let x = shift; x < 400; x += 50) d += 'q25-18 50 0';
  canvas.path(`${d}V500Z`, color);
}

/** A sailing boat in a breeze. */
const sails: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.circle(random.between(90, 310), random.between(120, 180), random.between(70, 92), c);
  waves(canvas, 372, blend(d, ground, 0.35), random);
  const lean = random.between(-9, 9);
  canvas.group(
    `rotate(${n(lean)} 200 400)${random.chance(0.5) ? ' translate(400 0) scale(-1 1)' : ''}`,
    () => {
      canvas.rect(196, 84, 7, 300, ink);
      canvas.path('M208 92Q318 210 306 344H208Z', a);
      canvas.path('M208 214Q260 240 304 280Q312 316 306 344H208Z', blend(a, ink, 0.16));
      canvas.path('M190 120Q126 240 102 344H190Z', b);
      canvas.path('M203 84l44 12l-44 12Z', ink);
      canvas.path('M84 364H326Q312 420 262 420H146Q100 420 84 364Z', ink);
      canvas.rect(92, 376, 226, 7, ground, 'opacity=".85"');
    },
  );
  waves(canvas, 410, d, random);
  waves(canvas, 452, blend(d, ink, 0.4), random);
};

export const vehicles: Style = {
  palettes: palettes(
    'f6ead6 25303a d8513c f0a849 f6d689 7ba7a7',
    'eef0ea 1e2b45 e8703f 8fb4c8 f6dc9c 4f86a3',
    'f7e6db 3a2233 c8445c f3a073 f9d597 8a9cc0',
    'f1f0dc 243a30 e07b3a d9b44a f4e3a1 76a184',
    'fbeadd 2c2440 3f6fb0 f08a5d f8d27a a3b8d4',
  ),
  compositions: [bicycle, van, balloons, sails],
};
