import { HEIGHT, n, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** Cut paper: fronds on fields of colour. */
const cutOuts: Draw = (canvas, { ground, ink, tones }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const rows = [0, random.between(150, 190), random.between(310, 350), HEIGHT];
  const split = [random.between(150, 250), random.between(150, 250), random.between(150, 250)];
  const fields = random.shuffled([...tones, ink, tones[0]]);
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 2; column++) {
      const x = column === 0 ? 0 : (split[row] ?? 200);
      const width = column === 0 ? (split[row] ?? 200) : WIDTH - x;
      const [y, height] = [rows[row] ?? 0, (rows[row + 1] ?? 0) - (rows[row] ?? 0)];
      const field = fields[row * 2 + column] ?? ground;
      canvas.rect(x, y, width, height, field);
      const cut = random.pick([...tones, ground, ink].filter((color) => color !== field));
      const [cx, cy] = [x + width / 2, y + height / 2];
      const lobes = random.pick([4, 5, 6]);
      let d = '';
      for (let lobe = 0; lobe < lobes; lobe++) {
        const along = ((lobe + 0.5) / lobes - 0.5) * height * 0.72;
        const reach = Math.min(width, height) * (0.36 - Math.abs(along) / height / 4);
        for (const side of [-1, 1])
          d += `M${n(cx)} ${n(cy + along + 9)}q${n(side * reach * 0.5)} ${n(8)} ${n(side * reach)}-${n(reach * 0.42)}q${n(side * 9)}-9 ${n(-side * 4)}-13q${n(-side * reach * 0.4)} ${n(reach * 0.1)} ${n(-side * (reach - 4))} ${n(reach * 0.42 + 5)}Z`;
      }
      canvas.group(`rotate(${n(random.between(-28, 28))} ${n(cx)} ${n(cy)})`, () => {
        canvas.path(d, cut);
        canvas.rect(cx - 5, cy - height * 0.4, 10, height * 0.8, cut, 'rx="5"');
      });
    }
};

/** Discs, beams and one large ring, in tension. */
const discs: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const flip = random.chance(0.5);
  canvas.group(flip ? 'translate(400 0) scale(-1 1)' : 'translate(0 0)', () => {
    const [x, y] = [random.between(130, 175), random.between(170, 220)];
    const r = random.between(104, 128);
    canvas.circle(x, y, r, a);
    canvas.path(`M${n(x)} ${n(y - r)}a${n(r)} ${n(r)} 0 0 1 0 ${n(r * 2)}Z`, ink, 'opacity=".88"');
    canvas.group(`rotate(${n(random.between(-38, -24))} 200 300)`, () => {
      canvas.rect(-60, 296, 540, 15, ink);
      canvas.rect(40, 322, 300, 7, b);
      canvas.rect(90, 340, 170, 4, ink);
    });
    const [sx, sy] = [random.between(270, 310), random.between(338, 384)];
    canvas.circle(sx, sy, 66, c);
    canvas.circle(sx, sy, 42, d);
    canvas.circle(sx + 8, sy - 8, 17, ground);
    canvas.ring(random.between(265, 305), random.between(96, 124), random.between(38, 52), b, 13);
    for (let dot = 0; dot < 5; dot++)
      canvas.circle(62 + dot * 25, random.between(428, 434), 8 - dot * 1.1, dot % 2 ? a : ink);
    canvas.path(`M${n(x - 20)} 470l62-108l30 108Z`, d, 'opacity=".9"');
  });
};

/** Rows of arcs in three or four colours. */
const arcs: Draw = (canvas, { ground, tones, ink }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const size = 100;
  const colors = random.shuffled([...tones, ink]);
  for (let row = 0; row < 5; row++)
    for (let column = 0; column < 4; column++) {
      const [x, y] = [column * size, row * size];
      const turn = random.below(4);
      const first = random.below(5);
      canvas.group(`translate(${x} ${y}) rotate(${turn * 90} 50 50)`, () => {
        for (let ring = 0; ring < 4; ring++) {
          const r = 100 - ring * 25;
          canvas.path(
            `M0 0H${r}A${r} ${r} 0 0 1 0 ${r}Z`,
            ring === 3 ? ground : (colors[(first + ring) % 5] ?? ink),
          );
        }
      });
    }
};

/** A few calm stones of colour, overlapping. */
const stones: Draw = (canvas, { ground, ink, tones }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  const colors = random.shuffled([...tones, ink]);
  const places = random.shuffled([
    [130, 130, 96],
    [275, 185, 84],
    [150, 300, 104],
    [290, 355, 78],
    [215, 430, 58],
  ] as const);
  for (const [index, [x, y, r]] of places.entries()) {
    const knots = 7;
    const around = Array.from({ length: knots }, (_, knot) => {
      const angle = (knot / knots) * Math.PI * 2;
      const reach = r * random.between(0.74, 1.16);
      return [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach] as const;
    });
    const middle = (knot: number) => {
      const [ax, ay] = around[knot % knots] ?? [0, 0];
      const [bx, by] = around[(knot + 1) % knots] ?? [0, 0];
      return `${n((ax + bx) / 2)} ${n((ay + by) / 2)}`;
    };
    let d = `M${middle(knots - 1)}`;
    for (let knot = 0; knot < knots; knot++)
      d += `Q${n(around[knot]?.[0] ?? 0)} ${n(around[knot]?.[1] ?? 0)} ${middle(knot)}`;
    canvas.path(`${d}Z`, colors[index] ?? ink, index > 2 ? 'opacity=".86"' : '');
  }
  canvas.stroke(
    `M40 ${n(random.between(200, 300))}Q160 ${n(random.between(60, 200))} 230 ${n(random.between(230, 300))}T372 ${n(random.between(180, 330))}`,
    ink,
    5,
    'stroke-linecap="round"',
  );
};

export const art: Style = {
  palettes: palettes(
    'f5efe2 1d2a5b 2c5fb8 e8533f f2b632 8fb9a8',
    'f3ead9 2a2226 d1462f e7a23c 2f6f73 e8c9b0',
    'eeeae4 23232b c43b4e 3d5a9e f0c14b a9b8c6',
    'f8eee6 3a2450 7b3fa0 ef6f6c f7b267 86bbb0',
    'f1ede0 1f3330 1f7a68 e4572e f3c13a c6a9c9',
  ),
  compositions: [cutOuts, discs, arcs, stones],
};
