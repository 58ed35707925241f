import { blend, HEIGHT, n, polygon, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** Falling cloth: bands that swing from one edge to the other. */
const folds: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.circle(random.between(90, 310), random.between(90, 150), random.between(54, 74), d);
  const count = 12;
  const [bend, pinch, lean] = [random.between(20, 110), random.between(150, 330), random.between(-50, 50)];
  const [low, spread] = [random.between(220, 300), random.between(420, 620)];
  const edge = (share: number) => ({
    top: 30 + share * 340,
    waist: 200 + lean + (share - 0.5) * pinch,
    foot: 200 - lean + (share - 0.5) * spread,
  });
  const line = ({ top, waist, foot }: ReturnType<typeof edge>, down: boolean) =>
    down
      ? `${n(top)}-10C${n(top + bend)} ${n(low * 0.4)} ${n(waist)} ${n(low * 0.6)} ${n(waist)} ${n(low)}S${n(foot - bend)} 420 ${n(foot)} 510`
      : `${n(foot)} 510C${n(foot - bend)} 420 ${n(waist)} ${n(low * 1.4)} ${n(waist)} ${n(low)}S${n(top + bend)} ${n(low * 0.4)} ${n(top)}-10`;
  for (let band = 0; band < count; band++) {
    const light = Math.abs(Math.sin(band * 1.35 + lean));
    const cloth = blend(blend(a, ink, 0.45), band % 5 === 2 ? c : blend(a, b, 0.6), light);
    canvas.path(`M${line(edge(band / count), true)}L${line(edge((band + 1.04) / count), false)}Z`, cloth);
  }
};

/** A coat on a hanger, in flat shapes. */
const coat: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.path('M60 500V210a140 140 0 0 1 280 0V500Z', d);
  canvas.stroke('M200 118V96q0-12 11-15a16 16 0 1 0-21-15', ink, 4.5, 'stroke-linecap="round"');
  const length = random.between(420, 462);
  const flare = random.between(8, 34);
  canvas.path(
    `M200 112L118 150Q96 160 90 186L64 344l40 10L132 236L${n(132 - flare)} ${n(length)}H${n(268 + flare)}L268 236l28 118l40-10L310 186Q304 160 282 150Z`,
    a,
  );
  canvas.path(
    `M200 ${n(length)}V250L172 128L200 112L282 150Q304 160 310 186L336 344l-40 10L268 236L${n(268 + flare)} ${n(length)}Z`,
    ink,
    'opacity=".1"',
  );
  canvas.path(polygon([200, 250], [164, 130], [200, 112], [236, 130]), c);
  canvas.path(polygon([200, 252], [150, 136], [170, 126], [200, 196]), blend(a, ink, 0.28));
  canvas.path(polygon([200, 252], [250, 136], [230, 126], [200, 196]), blend(a, ink, 0.36));
  canvas.stroke(`M200 252V${n(length)}`, ink, 2, 'opacity=".5"');
  for (let button = 0; button < 3; button++) canvas.circle(212, 276 + button * 42, 5.5, ink);
  canvas.rect(142, 330, 40, 7, ink, 'opacity=".45"');
  canvas.rect(218, 330, 40, 7, ink, 'opacity=".45"');
  if (random.chance(0.6)) {
    canvas.path('M176 128q24 26 48 0l6 14q-30 30-60 0Z', b);
    canvas.path('M206 150l22 92l-24 6l-12-92Z', b);
    canvas.path('M206 150l22 92l-10 2Z', ink, 'opacity=".15"');
  }
};

/** A woven pattern, cut by a large circle. */
const weave: Draw = (canvas, { ground, ink, tones: [a, b, c] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const size = random.pick([40, 50]);
  const step = random.pick([1, 0.5]);
  let zigzag = '';
  for (let y = -size; y < HEIGHT + size; y += size / 2)
    zigzag += `M0 ${y}${`l${size} ${-size * step}l${size} ${size * step}`.repeat(WIDTH / size / 2 + 1)}`;
  canvas.stroke(zigzag, b, size * 0.23);
  const [x, y, r] = [200, random.between(200, 300), random.between(140, 172)];
  canvas.circle(x, y, r, a);
  const turn = random.pick([0, 90]);
  canvas.clipped(x, y, r, () =>
    canvas.group(`rotate(${turn} 200 250)`, () =>
      canvas.stroke(zigzag, random.chance(0.5) ? ink : c, size * 0.23),
    ),
  );
};

export const fashion: Style = {
  palettes: palettes(
    'eadfd3 2c2530 a8483e d9a27e f0d3b4 c4b2a4',
    'e3e0e4 24263a 46548f a7a3cf e9c9b8 c7c2d2',
    'f2e8da 33281f b98a4a e2c48d f7ead0 9c8f7c',
    'f0dcd8 3a1f2d c2476a eda3a0 f6d5c4 b79aa2',
    'dde3dd 1f332e 3f7463 93b8a3 e8d9a8 b7c2b4',
  ),
  compositions: [folds, coat, weave],
};
