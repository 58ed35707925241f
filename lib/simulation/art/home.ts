import { HEIGHT, leaf, n, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** A chair, a lamp and the light of a window. */
const corner: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  const floor = random.between(372, 400);
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.rect(0, floor, WIDTH, HEIGHT - floor, d);
  const left = random.chance(0.5);
  const arch = left ? 62 : 218;
  canvas.path(`M${arch} 270V140a60 60 0 0 1 120 0V270Z`, b);
  canvas.circle(arch + 72, 168, 30, c);
  canvas.stroke(`M${arch + 60} 80V270M${arch} 178h120`, ground, 4);
  const slant = left ? 70 : -70;
  canvas.path(`M${arch} ${n(floor)}h120l${slant} ${n(HEIGHT - floor)}h-120Z`, c, 'opacity=".35"');
  const lamp = left ? 300 : 100;
  canvas.stroke(`M${lamp} ${n(floor + 28)}V150q0-52 ${left ? -44 : 44}-52`, ink, 5);
  canvas.ellipse(lamp, floor + 28, 34, 6, ink);
  const head = lamp + (left ? -44 : 44);
  canvas.path(`M${head - 40} 134a40 40 0 0 1 80 0Z`, a);
  canvas.path(`M${head - 40} 134h80l42 ${n(floor - 134)}h-164Z`, c, 'opacity=".16"');
  const chair = left ? 238 : 162;
  canvas.group(`translate(${chair} ${n(floor + 34)})${left ? ' scale(-1 1)' : ''}`, () => {
    canvas.path('M-78-160q-8-18 14-18h44q20 0 26 22l26 92h-84Z', a);
    canvas.path('M-62-64h142q18 0 18 18v14h-148Z', a);
    canvas.path('M-62-64h142q18 0 18 18v4h-154Z', ink, 'opacity=".16"');
    canvas.stroke('M-46-32l-16 50M86-32l14 50', ink, 6, 'stroke-linecap="round"');
  });
};

/** A sideboard with vases below a picture. */
const sideboard: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  const floor = 420;
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.rect(0, floor, WIDTH, HEIGHT - floor, d);
  const frame = random.between(70, 150);
  canvas.rect(frame, 62, 150, 186, ink);
  canvas.rect(frame + 7, 69, 136, 172, ground);
  canvas.path(`M${n(frame + 7)} 241v-60q40-46 70-10t66-20v90Z`, a);
  canvas.circle(frame + random.between(45, 105), 122, 27, b);
  canvas.rect(40, 312, 320, 92, b);
  canvas.rect(40, 312, 320, 92, ink, 'opacity=".08"');
  for (let door = 0; door < 4; door++) {
    canvas.rect(46 + door * 78.5, 318, 72, 80, b);
    canvas.circle(door % 2 ? 56 + door * 78.5 : 108 + door * 78.5, 358, 3.5, ink);
  }
  canvas.stroke('M62 404l-8 44M338 404l8 44', ink, 7, 'stroke-linecap="round"');
  const vase = random.between(268, 306);
  for (const angle of [-2.3, -1.95, -1.6, -1.25, -0.9]) {
    const length = random.between(92, 128);
    canvas.stroke(
      `M${n(vase)} 262L${n(vase + Math.cos(angle) * length)} ${n(258 + Math.sin(angle) * length)}`,
      ink,
      2,
    );
    canvas.path(leaf(vase + Math.cos(angle) * 38, 258 + Math.sin(angle) * 38, angle, length - 22, 16), ink);
  }
  canvas.path(`M${n(vase - 14)} 258h28q-4 14 12 26q14 28-14 28h-24q-28 0-14-28q16-12 12-26Z`, c);
  const bowl = random.between(78, 130);
  canvas.path(`M${n(bowl - 38)} 288h76q-4 24-26 24h-24q-22 0-26-24Z`, a);
};

/** Shelves with books, pots and small things. */
const shelves: Draw = (canvas, { ground, ink, tones }, random) => {
  const [a, b, c] = tones;
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.path('M52 500V190a148 148 0 0 1 296 0V500Z', tones[3]);
  for (const foot of [196, 300, 404, 492]) {
    let x = foot === 196 ? 100 : 72;
    const end = foot === 196 ? 296 : 326;
    while (x < end - 26) {
      const kind = random.next();
      if (kind < 0.62) {
        const height = random.between(46, foot === 196 ? 60 : 76);
        const width = random.between(11, 20);
        canvas.rect(x, foot - height, width, height, random.pick([a, b, c, ink, ground]));
        x += width + 1.5;
      } else if (kind < 0.82) {
        const r = random.between(13, 19);
        canvas.path(
          `M${n(x + 3)} ${foot}q-6-${n(r * 1.5)} ${n(r - 6)}-${n(r * 1.9)}v-9h12v9q${n(r)} 9 ${n(r - 6)} ${n(r * 1.9)}Z`,
          random.pick([a, c]),
        );
        x += r * 2 + 8;
      } else {
        for (const angle of [-2.2, -1.57, -0.95]) canvas.path(leaf(x + 17, foot - 22, angle, 40, 12), ink);
        canvas.path(`M${n(x + 3)} ${foot - 25}h28l-5 25h-18Z`, b);
        x += 40;
      }
    }
    canvas.rect(foot === 196 ? 56 : 52, foot, foot === 196 ? 288 : 296, 7, ink);
  }
};

export const home: Style = {
  palettes: palettes(
    'efe4d2 33312e c8643c 9db09a f0c987 c9b596',
    'e7ddd0 2b3a42 b5533c d9a066 f3dfb0 8ea3a0',
    'dfe3da 34403a cf8a5b a7b59a f5e3bd b59f86',
    'f2e6dc 46302b 7c8f74 d49a7a f6d9a8 d6c3ae',
    'e9e2ee 3b3250 c06a5a a79ac4 f3d29b bfb3c9',
  ),
  compositions: [corner, sideboard, shelves],
};
