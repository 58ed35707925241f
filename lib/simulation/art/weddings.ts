import type { Random } from '../random';
import { blend, type Canvas, HEIGHT, leaf, n, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

function rose(canvas: Canvas, x: number, y: number, r: number, color: string, light: string): void {
  let d = '';
  for (let petal = 0; petal < 6; petal++) {
    const angle = (petal / 6) * Math.PI * 2 + x;
    const [px, py, pr] = [x + Math.cos(angle) * r * 0.52, y + Math.sin(angle) * r * 0.52, r * 0.56];
    d += `M${n(px - pr)} ${n(py)}a${n(pr)} ${n(pr)} 0 1 1 ${n(pr * 2)} 0a${n(pr)} ${n(pr)} 0 1 1-${n(pr * 2)} 0Z`;
  }
  canvas.path(d, color);
  canvas.circle(x, y, r * 0.6, blend(color, light, 0.4));
  canvas.circle(x + r * 0.08, y + r * 0.06, r * 0.36, color);
  canvas.circle(x, y, r * 0.15, light);
}

/** Shapes of a few twigs, 60 long, that point to the right from their foot. */
function twigs(canvas: Canvas, random: Random): readonly string[] {
  return [1, 2].map((kind) => {
    let d = `M0-1H54v2H0Z${leaf(50, 0, 0, 20, 6)}`;
    for (let pair = 1; pair <= 4; pair++)
      for (const side of [-0.8, 0.8])
        d += leaf(12 * pair, 0, side * (kind === 1 ? 1.2 : 1), random.between(17, 25), kind === 2 ? 8.5 : 6);
    return canvas.shape(d);
  });
}

const placed = (x: number, y: number, angle: number, scale: number) =>
  `translate(${n(x)} ${n(y)})rotate(${Math.round((angle * 180) / Math.PI)})scale(${scale.toFixed(2)})`;

/** A wreath around two rings. */
const wreath: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.rect(20, 20, WIDTH - 40, HEIGHT - 40, 'none', `stroke="${c}" stroke-width="1.5"`);
  const [x, y, r] = [200, 250, 126];
  canvas.ring(x, y, r, d, 2);
  const shapes = twigs(canvas, random);
  const count = random.pick([20, 24]);
  const gap = random.between(0, Math.PI * 2);
  for (let index = 0; index < count; index++) {
    const at = gap + (index / count) * Math.PI * 2;
    const outward = index % 2 === 0 ? 0.5 : -0.42;
    canvas.use(
      random.pick(shapes),
      placed(
        x + Math.cos(at) * r,
        y + Math.sin(at) * r,
        at + Math.PI / 2 - outward,
        random.between(0.85, 1.1),
      ),
      [d, ink, blend(d, ground, 0.4)][index % 3] ?? d,
    );
  }
  const flowers = random.pick([3, 5]);
  for (let flower = 0; flower < flowers; flower++) {
    const at = gap + (flower - (flowers - 1) / 2) * 0.34;
    rose(
      canvas,
      x + Math.cos(at) * r,
      y + Math.sin(at) * r,
      30 - Math.abs(flower - (flowers - 1) / 2) * 5,
      flower % 2 ? b : a,
      ground,
    );
  }
  canvas.ring(x - 17, y, 33, c, 6);
  canvas.ring(x + 17, y, 33, c, 6);
  canvas.stroke(`M${x - 17 + 16.5} ${y - 28.6}a33 33 0 0 1 16.5 28.6`, c, 6);
};

/** Candles and a garland. */
const candles: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, canvas.gradient(ground, blend(ground, b, 0.55)));
  canvas.path('M70 420V200a130 130 0 0 1 260 0V420Z', blend(ground, c, 0.35));
  canvas.rect(0, 408, WIDTH, 92, blend(d, ground, 0.45));
  for (let candle = 0; candle < 5; candle++) {
    const x = 92 + candle * 54;
    const height = [120, 196, 150, 226, 104][candle] ?? 120;
    const top = 408 - height * random.between(0.85, 1.1);
    canvas.circle(x, top - 22, 40, c, 'opacity=".22"');
    canvas.circle(x, top - 22, 22, c, 'opacity=".3"');
    canvas.path(`M${x} ${n(top - 46)}q15 22 0 36q-15-14 0-36Z`, blend(c, '#ffffff', 0.3));
    canvas.stroke(`M${x} ${n(top)}v-10`, ink, 2);
    canvas.rect(x - 11, top, 22, 408 - top + 6, candle % 2 ? a : blend(ground, '#ffffff', 0.6), 'rx="2"');
    canvas.rect(x + 4, top, 7, 408 - top + 6, ink, 'opacity=".08"');
    canvas.path(`M${x - 20} 420h40l-7-14h-26Z`, c);
  }
  const shapes = twigs(canvas, random);
  for (let index = 0; index < 11; index++)
    canvas.use(
      random.pick(shapes),
      placed(
        index * 36 - 10,
        426 + Math.sin(index) * 8,
        random.between(-0.4, 0.4) + (index % 2 ? 0.3 : -0.2),
        random.between(0.9, 1.15),
      ),
      index % 3 ? d : ink,
    );
  rose(canvas, random.between(110, 150), 432, 32, a, ground);
  rose(canvas, random.between(240, 280), 440, 26, b, ground);
};

/** Bunting and lights over a table under trees. */
const evening: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(
    0,
    0,
    WIDTH,
    HEIGHT,
    canvas.gradient(blend(ink, d, 0.35), blend(d, b, 0.4), blend(ground, b, 0.3)),
  );
  for (let row = 0; row < 3; row++) {
    const y = 70 + row * 66 + random.between(-10, 10);
    const sag = random.between(46, 74);
    const cord = (drop: number) => `M-10 ${n(y + drop)}Q200 ${n(y + drop + sag * 2)} 410 ${n(y + drop - 14)}`;
    canvas.stroke(cord(0), ink, 1.5);
    const bulbs = 'stroke-dasharray="0 37" stroke-linecap="round"';
    canvas.stroke(cord(6), c, 24, `${bulbs} opacity=".2"`);
    canvas.stroke(cord(6), blend(c, '#ffffff', 0.45), 9, bulbs);
  }
  canvas.path('M0 500V352q60-40 110-6q40-52 96-16q50-40 100 0q50-26 94 14V500Z', blend(ink, d, 0.2));
  canvas.path('M34 500l34-92h264l34 92Z', ground);
  canvas.path('M34 500l34-92h60l-20 92Z', ink, 'opacity=".06"');
  for (let glass = 0; glass < 4; glass++)
    canvas.path(`M${112 + glass * 56} 420h16q0 15-6 18v14h-4v-14q-6-3-6-18Z`, glass % 2 ? a : c);
  rose(canvas, 200, 412, 28, a, ground);
  rose(canvas, 168, 418, 20, b, ground);
  rose(canvas, 233, 418, 20, b, ground);
};

export const weddings: Style = {
  palettes: palettes(
    'f8f3ea 4a5d4e d9a5a0 efc9bd c9a45c 9db08f',
    'f5f1ee 3f4b5f b9a7c9 e3cfe0 caa86a 93a5b5',
    'f7efe4 5a4a3c c98a6b e8bfa0 bf9a52 a8ab86',
    'f2f4ef 2f4f4a e6b8a8 f3d9cd c4a35a 7f9c8b',
    'fbf0ee 54384a c9748a edb4b8 cda25f a3a58c',
  ),
  compositions: [wreath, wreath, candles, evening],
};
