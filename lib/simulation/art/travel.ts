import { blend, HEIGHT, n, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** A low sun over a bay with islands and a sail. */
const bay: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  const horizon = random.between(262, 292);
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(blend(ground, b, 0.35), ground, c));
  const sun = random.between(110, 290);
  const height = random.between(150, 205);
  for (let ring = 3; ring >= 0; ring--)
    canvas.circle(sun, height, 58 + ring * 24, ring === 0 ? a : c, `opacity="${ring === 0 ? 1 : 0.16}"`);
  const island = (x: number, width: number, peak: number, fill: string) =>
    canvas.path(
      `M${n(x)} ${n(horizon)}q${n(width * 0.2)}-${n(peak * 0.5)} ${n(width * 0.36)}-${n(peak * 0.8)}t${n(width * 0.3)} ${n(peak * 0.2)}t${n(width * 0.34)} ${n(peak * 0.6)}Z`,
      fill,
    );
  island(-60, 300, random.between(70, 105), blend(d, ground, 0.35));
  island(random.between(170, 240), 280, random.between(60, 120), blend(d, ink, 0.2));
  canvas.rect(0, horizon, WIDTH, HEIGHT - horizon, canvas.gradient(blend(d, b, 0.25), blend(d, ink, 0.55)));
  for (let line = 0; line < 9; line++) {
    const y = horizon + 10 + line * line * 2.3;
    const width = 26 + line * 10 + random.between(-14, 20);
    canvas.rect(
      sun - width / 2 + random.between(-12, 12),
      y,
      width,
      2.5 + line * 0.5,
      c,
      `rx="2" opacity="${n(0.9 - line * 0.08)}"`,
    );
  }
  const boat = sun + (sun < 200 ? random.between(80, 120) : random.between(-120, -80));
  canvas.path(`M${n(boat)} ${n(horizon + 62)}v-92l-40 86Z`, ground);
  canvas.path(`M${n(boat + 5)} ${n(horizon + 58)}v-76l30 70Z`, a);
  canvas.path(`M${n(boat - 46)} ${n(horizon + 66)}h92q-10 20-28 20h-38q-18 0-26-20Z`, ink);
  canvas.path(`M0 500V${n(random.between(400, 430))}q70-36 130 6t150 20t120-14V500Z`, ink);
};

/** White houses that climb a hill. */
const village: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(b, ground));
  canvas.circle(random.between(70, 330), random.between(66, 110), 36, c);
  canvas.path('M0 330Q120 150 230 190T400 260V500H0Z', blend(d, ground, 0.3));
  const cream = blend('#ffffff', ground, 0.45);
  for (let row = 0; row < 5; row++) {
    const y = Math.round(232 + row * 54);
    let x = Math.round(100 - row * 34 + random.between(-16, 10));
    const end = 290 + row * 40;
    let [walls, others, shade, roofs, domes, doors] = ['', '', '', '', '', ''];
    while (x < end) {
      const width = Math.round(random.between(42, 66));
      const height = Math.round(random.between(46, 80));
      const [top, full] = [y - height + 40, height + 24];
      if (random.chance(0.5)) walls += `M${x} ${top}h${width}v${full}h-${width}Z`;
      else others += `M${x} ${top}h${width}v${full}h-${width}Z`;
      shade += `M${x + Math.round(width * 0.66)} ${top}h${Math.round(width * 0.34)}v${full}h-${Math.round(width * 0.34)}Z`;
      const roof = random.next();
      if (roof < 0.34) domes += `M${x} ${top + 1}a${width / 2} ${width / 2} 0 0 1 ${width} 0Z`;
      else if (roof < 0.6) roofs += `M${x - 3} ${top + 1}l${width / 2 + 3}-18l${width / 2 + 3} 18Z`;
      const door = x + Math.round(random.between(8, width * 0.4));
      doors += random.chance(0.5)
        ? `M${door} ${y + 46}v-22a7 7 0 0 1 14 0v22Z`
        : `M${door} ${top + 12}h9v13h-9Z`;
      x += width - 2;
    }
    canvas.path(walls, '#ffffff');
    canvas.path(others, cream);
    canvas.path(shade, ink, 'opacity=".1"');
    canvas.path(domes, a);
    canvas.path(roofs, blend(a, ink, 0.25));
    canvas.path(doors, blend(d, ink, 0.3));
  }
  canvas.path('M0 500V462q90-30 200-10t200-16V500Z', ink);
  for (const x of [34, 62, 352])
    canvas.path(`M${x} 478q-14-60 0-${n(random.between(120, 165))}q14 ${n(60)} 0 ${n(130)}Z`, ink);
};

/** Dunes in the late light. */
const dunes: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(d, ground, c));
  canvas.circle(
    random.between(100, 300),
    random.between(120, 170),
    random.between(40, 62),
    blend(ground, '#ffffff', 0.5),
  );
  const ridge = (y: number, peak: number, light: string, shade: string) => {
    const x = random.between(110, 290);
    canvas.path(
      `M-20 ${n(y + 60)}Q${n(x - 90)} ${n(y + 40)} ${n(x)} ${n(y - peak)}Q${n(x + 70)} ${n(y + 30)} 420 ${n(y + 40)}V510H-20Z`,
      light,
    );
    canvas.path(
      `M${n(x)} ${n(y - peak)}Q${n(x + 70)} ${n(y + 30)} 420 ${n(y + 40)}V510H${n(x - 80)}Q${n(x + 60)} ${n(y + 90)} ${n(x)} ${n(y - peak)}Z`,
      shade,
    );
  };
  ridge(270, 50, blend(b, ground, 0.45), blend(b, ground, 0.15));
  ridge(330, 70, b, blend(a, b, 0.55));
  ridge(410, 84, blend(a, b, 0.35), blend(a, ink, 0.35));
  const start = random.between(120, 170);
  for (let camel = 0; camel < 4; camel++) {
    const [x, y] = [start + camel * 38, 428 - camel * 6];
    canvas.path(
      `M${n(x)} ${n(y)}v-15q1-9 7-9q4-10 9 0q8-1 10-16l8 2v4l-5 1q-2 14-7 18v15h-3v-13h-12v13Z`,
      ink,
    );
  }
};

export const travel: Style = {
  palettes: palettes(
    'f6dfc2 1d2b45 e8603c 8fb6c9 f7c978 3f7a94',
    'f4e3d7 2b2140 d94f5c f0a98a f8d79a 5f6fa8',
    'e9efe6 16363b ef7d43 a8cfc4 f9e0a0 2f8386',
    'fbe6d4 40202c d8573f f2a65a fbd48a b78aa0',
    'e4ecf2 1a2a3f f08a4b 9cc0dc fbe2b4 40709c',
  ),
  compositions: [bay, village, dunes],
};
