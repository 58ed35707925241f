import { blend, HEIGHT, n, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** The bend of a running track from above. */
const track: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, d);
  const flip = random.chance(0.5);
  const [x, y] = [random.between(60, 130), random.between(330, 390)];
  canvas.group(flip ? 'translate(400 0) scale(-1 1)' : 'translate(0 0)', () => {
    const lane = random.between(34, 40);
    canvas.path(`M-100 ${n(y - 320)}H${n(x)}A320 320 0 0 1 ${n(x + 320)} ${n(y)}V600H-100Z`, a);
    for (let line = 0; line < 7; line++) {
      const r = 320 - line * lane;
      if (line === 3)
        canvas.path(
          `M-100 ${n(y - r)}H${n(x)}A${n(r)} ${n(r)} 0 0 1 ${n(x + r)} ${n(y)}V600h-${n(lane)}V${n(y)}A${n(r - lane)} ${n(r - lane)} 0 0 0 ${n(x)} ${n(y - r + lane)}H-100Z`,
          blend(a, b, 0.55),
        );
      canvas.stroke(`M-100 ${n(y - r)}H${n(x)}A${n(r)} ${n(r)} 0 0 1 ${n(x + r)} ${n(y)}V600`, ground, 4);
    }
    const inner = 320 - 6 * lane;
    canvas.path(
      `M-100 ${n(y - inner)}H${n(x)}A${n(inner)} ${n(inner)} 0 0 1 ${n(x + inner)} ${n(y)}V600H-100Z`,
      blend(d, ground, 0.2),
    );
    for (let runner = 0; runner < 3; runner++) {
      const r = 320 - lane * ([1.5, 3.5, 4.5][runner] ?? 2.5);
      const angle = -random.between(0.25, 1.3);
      const [px, py] = [x + Math.cos(angle) * r, y + Math.sin(angle) * r];
      canvas.ellipse(px + 12, py + 13, 13, 10, ink, 'opacity=".3"');
      canvas.circle(px, py, 12.5, [c, ink, ground][runner] ?? c);
    }
  });
};

/** One swing of a weight, as a fan of positions. */
const swing: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.rect(0, 430, WIDTH, 70, d);
  const left = random.chance(0.5);
  const [x, y, r] = [left ? 110 : 290, 400, random.between(232, 262)];
  const steps = 8;
  for (let step = 0; step < steps; step++) {
    const share = step / (steps - 1);
    const angle = left ? -0.12 - share * 1.45 : Math.PI + 0.12 + share * 1.45;
    const [px, py] = [x + Math.cos(angle) * r, y + Math.sin(angle) * r];
    const fill = step === steps - 1 ? ink : blend(blend(ground, b, 0.35), a, share);
    canvas.stroke(`M${x} ${y}L${n(px)} ${n(py)}`, fill, 2 + share * 4);
    canvas.circle(px, py, 25 + share * 19, fill);
  }
  const angle = left ? -1.57 : Math.PI + 1.57;
  canvas.circle(x + Math.cos(angle) * r - 10, y + Math.sin(angle) * r - 12, 11, ground, 'opacity=".25"');
  canvas.circle(x, y, 17, c);
  canvas.path(`M${x - 60} 430a60 40 0 0 1 120 0Z`, ink);
  canvas.circle(left ? 318 : 82, 110, 44, c);
};

/** Lanes of a pool and a swimmer's wake. */
const pool: Draw = (canvas, { ground, ink, tones: [a, , c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(blend(d, ground, 0.25), blend(d, ink, 0.25)));
  let ripples = '';
  for (let line = 0; line < 26; line++) {
    const [x, y, w] = [random.between(-20, 380), random.between(0, 500), random.between(20, 70)];
    ripples += `M${n(x)} ${n(y)}q${n(w / 4)}-7 ${n(w / 2)} 0t${n(w / 2)} 0`;
  }
  canvas.stroke(ripples, ground, 2.5, 'opacity=".35" stroke-linecap="round"');
  canvas.group(`rotate(${n(random.between(-16, 16))} 200 250)`, () => {
    for (let rope = 0; rope < 4; rope++) {
      const x = 8 + rope * 128;
      canvas.stroke(`M${x}-60V560`, ground, 12, 'stroke-dasharray="16 4"');
      canvas.stroke(`M${x}-60V560`, a, 12, 'stroke-dasharray="16 4 16 4 16 64"');
    }
    const [x, y] = [200, random.between(190, 260)];
    canvas.path(
      `M${x} ${n(y - 20)}L${x + 46} ${n(y + 230)}Q${x} ${n(y + 190)} ${x - 46} ${n(y + 230)}Z`,
      ground,
      'opacity=".4"',
    );
    canvas.path(`M${x - 13} ${n(y + 14)}q13-10 26 0l-4 90l9 62h-12l-6-56l-6 56h-12l9-62Z`, c);
    canvas.path(`M${x - 9} ${n(y + 78)}h18l5 34h-28Z`, ink);
    canvas.stroke(`M${x + 10} ${n(y + 20)}q30-30 16-78`, c, 11, 'stroke-linecap="round"');
    canvas.stroke(`M${x - 10} ${n(y + 22)}q-34 10-36 62`, c, 11, 'stroke-linecap="round"');
    canvas.circle(x, y, 16, a);
  });
};

/** A sun salutation below a large sun. */
const pose: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const r = random.between(112, 136);
  for (let ring = 2; ring >= 0; ring--)
    canvas.circle(200, 214, r + ring * 26, ring === 0 ? a : b, `opacity="${ring === 0 ? 1 : 0.25}"`);
  canvas.path('M0 500V392q120-44 220-16t180-10V500Z', d);
  canvas.path('M0 500V452q140-30 400-6V500Z', blend(d, ink, 0.35));
  const flip = random.chance(0.5) ? 'translate(400 0) scale(-1 1)' : 'translate(0 0)';
  const kind = random.below(3);
  const line = 'stroke-linecap="round" stroke-linejoin="round"';
  canvas.group(flip, () => {
    if (kind === 0) {
      canvas.stroke('M196 440V330L196 262', ink, 22, line);
      canvas.stroke('M196 344L246 374L206 398', ink, 17, line);
      canvas.stroke('M196 272L172 214L196 156M196 272L220 214L196 156', ink, 13, line);
      canvas.circle(196, 224, 19, ink);
    } else if (kind === 1) {
      canvas.stroke('M112 440L188 344L268 340L268 440', ink, 20, line);
      canvas.stroke('M192 346L192 262', ink, 24, line);
      canvas.stroke('M96 272H290', ink, 13, line);
      canvas.circle(192, 226, 20, ink);
    } else {
      canvas.stroke('M118 442L206 316L284 442', ink, 20, line);
      canvas.stroke('M206 318L132 428', ink, 24, line);
      canvas.circle(152, 414, 18, c);
    }
  });
};

export const fitness: Style = {
  palettes: palettes(
    'f6efe4 22303c d9503f f29c5f f6d365 6fa3a0',
    'f2f0ea 1f2a44 e8643c f7b267 f9d976 7d93c4',
    'eef2ee 1d3b36 ea5a47 f4a259 f4e285 5b9279',
    'f8ece6 33233d c9405e f08a5d f9c784 8f86b8',
    'eaf1f4 17324d f26b4e f9a66c ffe08a 4f9bb8',
  ),
  compositions: [track, swing, pool, pose],
};
