import { blend, HEIGHT, n, polygon, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** Star trails over a ridge with one lit window. */
const trails: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(ink, ground, blend(d, c, 0.3)));
  const [x, y] = [random.between(130, 270), random.between(190, 260)];
  const bright = new Map<string, string>();
  const span = random.between(0.45, 1.1);
  for (let trail = 0; trail < 84; trail++) {
    const r = 6 + trail * 4.5 + random.between(-3, 3);
    const from = random.between(0, Math.PI * 2);
    const at = (angle: number) => `${n(x + Math.cos(angle) * r)} ${n(y + Math.sin(angle) * r)}`;
    const style = `${random.pick([c, '#ffffff', b])}" stroke-width="${random.pick([0.8, 1.4, 2])}" opacity="${random.pick([0.5, 0.9])}`;
    bright.set(style, `${bright.get(style) ?? ''}M${at(from)}A${n(r)} ${n(r)} 0 0 1 ${at(from + span)}`);
  }
  for (const [style, d2] of bright) canvas.path(d2, 'none', `stroke="${style}" stroke-linecap="round"`);
  canvas.path(
    `M0 500V${n(random.between(360, 400))}L70 ${n(random.between(330, 360))}L128 388L190 ${n(random.between(320, 350))}L262 392L330 ${n(random.between(346, 372))}L400 400V500Z`,
    blend(ink, d, 0.2),
  );
  canvas.path('M0 500V440L90 414L180 446L300 420L400 448V500Z', blend(ink, '#000000', 0.35));
  const hut = random.between(120, 280);
  canvas.path(
    polygon([hut - 20, 434], [hut - 20, 412], [hut, 396], [hut + 20, 412], [hut + 20, 434]),
    '#05070c',
  );
  canvas.rect(hut - 5, 414, 10, 11, a);
  canvas.circle(hut, 420, 17, a, 'opacity=".25"');
};

/** The moon and its road on the water, as a long exposure leaves it. */
const moonrise: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  const horizon = random.between(300, 330);
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(blend(ink, ground, 0.25), ground, blend(d, b, 0.5)));
  const [x, y, r] = [random.between(140, 260), random.between(160, 215), random.between(56, 74)];
  canvas.circle(x, y, r + 46, c, 'opacity=".1"');
  canvas.circle(x, y, r + 20, c, 'opacity=".14"');
  canvas.circle(x, y, r, blend(c, '#ffffff', 0.35));
  canvas.circle(x - r * 0.3, y - r * 0.2, r * 0.24, b, 'opacity=".25"');
  canvas.circle(x + r * 0.32, y + r * 0.3, r * 0.17, b, 'opacity=".25"');
  for (let cloud = 0; cloud < 3; cloud++)
    canvas.rect(
      random.between(-40, 240),
      y + random.between(-10, 96),
      random.between(130, 240),
      random.between(5, 10),
      blend(d, ground, 0.5),
      'rx="5" opacity=".7"',
    );
  canvas.rect(0, horizon, WIDTH, HEIGHT - horizon, canvas.gradient(blend(ground, d, 0.35), ink));
  for (let line = 0; line < 20; line++) {
    const at = horizon + 6 + line * 9;
    const width = random.between(30, 60) + line * 3;
    canvas.rect(
      x - width / 2 + random.between(-14, 14),
      at,
      width,
      3,
      blend(c, '#ffffff', 0.2),
      `rx="1.5" opacity="${n(0.85 - line * 0.035)}"`,
    );
  }
  const pier = random.chance(0.5) ? 36 : 290;
  for (let post = 0; post < 4; post++)
    canvas.rect(pier + post * 24, horizon + 28 + post * 14, 6, 70 + post * 16, '#05070c');
  if (random.chance(0.5)) canvas.circle(random.between(60, 340), random.between(50, 90), 2.4, a);
};

/** The blades of an aperture, opening on a landscape. */
const aperture: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const [x, y, r] = [200, 250, 170];
  canvas.circle(x, y, r, canvas.gradient(b, c, d));
  canvas.circle(x + random.between(-40, 40), y + 10, 34, a);
  const blades = random.pick([6, 7, 8]);
  const open = random.between(74, 100);
  const turn = random.between(0, 1);
  const corner = (blade: number) => {
    const angle = turn + (blade / blades) * Math.PI * 2;
    return [x + Math.cos(angle) * open, y + Math.sin(angle) * open] as const;
  };
  const rim = (blade: number) => {
    const angle = turn + (blade / blades) * Math.PI * 2 + 1.25;
    return `${n(x + Math.cos(angle) * r)} ${n(y + Math.sin(angle) * r)}`;
  };
  for (let blade = 0; blade < blades; blade++) {
    const [ax, ay] = corner(blade);
    const [bx, by] = corner(blade + 1);
    const shade = 0.2 + 0.75 * Math.abs(Math.sin((blade / blades) * Math.PI * 2 + turn));
    canvas.path(
      `M${n(ax)} ${n(ay)}L${n(bx)} ${n(by)}L${rim(blade + 1)}A${r} ${r} 0 0 0 ${rim(blade)}Z`,
      blend(ink, blend(ground, d, 0.5), shade),
    );
  }
  canvas.ring(x, y, r + 5, ink, 12);
  canvas.ring(x, y, r + 22, blend(ink, a, 0.5), 3);
};

export const photography: Style = {
  palettes: palettes(
    '1f3358 0c1526 f2b25c 8fa8d8 f4e6c0 4a6a9c',
    '3a2a52 150f26 f29b6b c58ac0 f7dcc0 7d5a96',
    '17414a 08191f f4c06a 7fc0bd f2ecc8 2f7a80',
    '4a2f3a 1c1018 f5a65b d98a86 f8e0bc 94586a',
    '2a3440 0e131a e8b86a 9fb0bf f1ead8 5b6f80',
  ),
  compositions: [trails, moonrise, aperture, trails],
};
