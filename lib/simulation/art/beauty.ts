import { blend, HEIGHT, n, WIDTH } from './canvas';
import { palettes } from './palette';
import type { Draw, Style } from './style';

/** Strands of hair in long waves. */
const strands: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.circle(random.between(120, 280), random.between(140, 190), random.between(88, 116), d);
  const [swing, drop] = [random.between(60, 120), random.between(-40, 40)];
  const count = 22;
  for (let strand = 0; strand < count; strand++) {
    const share = strand / (count - 1);
    const y = -130 + share * 760;
    const color = blend(
      blend(a, b, (Math.sin(strand * 0.9) + 1) / 2),
      strand % 6 === 3 ? c : ink,
      strand % 6 === 3 ? 0.75 : 0.1 + 0.35 * Math.sin(strand * 2.1) ** 2,
    );
    canvas.stroke(
      `M-20 ${n(y + 140)}C80 ${n(y + 140 - swing * (1 - share))} 130 ${n(y + 190 + drop)} 210 ${n(y + 110 - share * 70)}S330 ${n(y - swing + 30 * share)} 420 ${n(y + 60 - share * 120)}`,
      color,
      22 + Math.sin(strand * 1.7) * 6,
      'stroke-linecap="round"',
    );
  }
};

/** A face in profile, in three shapes. */
const profile: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.circle(200, 226, random.between(150, 172), d);
  const flip = random.chance(0.5);
  const skin = random.pick([b, blend(b, ink, 0.35), blend(c, b, 0.5)]);
  canvas.group(flip ? 'translate(400 0) scale(-1 1)' : 'translate(0 0)', () => {
    const hair = random.below(3);
    if (hair === 0) canvas.path('M150 118C60 130 48 260 78 360Q90 440 60 500H250V160Z', a);
    else if (hair === 1) {
      canvas.circle(112, 118, 52, a);
      canvas.path('M150 110C86 130 84 240 128 300L240 180Z', a);
    } else canvas.path('M150 104C70 110 50 220 84 292Q110 340 170 322L240 180Z', a);
    canvas.path(
      'M128 500Q150 430 140 350L150 150Q200 106 254 138Q278 158 276 196L300 246Q304 256 286 260Q292 276 284 284Q292 296 280 304Q286 336 258 340Q226 344 214 346Q212 400 260 500Z',
      skin,
    );
    canvas.path('M140 210C130 130 190 96 246 108Q286 122 276 168Q230 166 206 200Q196 250 160 270Z', a);
    for (let line = 0; line < 4; line++)
      canvas.stroke(
        `M${n(150 + line * 8)} ${n(250 - line * 22)}Q${n(160 + line * 14)} ${n(180 - line * 16)} ${n(246 + line * 6)} ${n(142 - line * 8)}`,
        blend(a, ink, 0.35),
        3,
        'stroke-linecap="round"',
      );
    canvas.stroke('M244 212q14-6 26 2', ink, 4.5, 'stroke-linecap="round"');
    canvas.stroke('M250 230q10 6 20 0', ink, 3.5, 'stroke-linecap="round"');
    canvas.path('M270 292q10-8 20-6l-4 10q-4 8-14 4Z', blend(a, '#d8344f', 0.6));
    canvas.circle(196, 268, random.between(8, 14), c);
    canvas.ring(196, 292, 12, c, 3.5);
  });
};

/** Jars and brushes in a row. */
const shelf: Draw = (canvas, { ground, ink, tones: [a, b, c, d] }, random) => {
  canvas.rect(0, 0, WIDTH, HEIGHT, ground);
  canvas.circle(random.between(120, 280), 178, 118, blend(ground, d, 0.6));
  canvas.rect(0, 396, WIDTH, 104, d);
  const bottle = (x: number, width: number, height: number, body: string, cap: string, capHeight: number) => {
    canvas.ellipse(x + width / 2 + 6, 398, width * 0.62, 7, ink, 'opacity=".16"');
    canvas.rect(x, 396 - height, width, height, body, 'rx="9"');
    canvas.rect(x + width * 0.72, 396 - height, width * 0.2, height, ink, 'opacity=".08"');
    canvas.rect(
      x + width * 0.2,
      396 - height * 0.62,
      width * 0.6,
      height * 0.3,
      blend(body, ground, 0.75),
      'rx="3"',
    );
    canvas.rect(x + width * 0.28, 396 - height - capHeight, width * 0.44, capHeight + 2, cap, 'rx="3"');
  };
  bottle(58, 66, random.between(150, 190), a, ink, 38);
  bottle(138, 54, random.between(96, 126), c, a, 22);
  bottle(206, 74, random.between(196, 232), b, ink, 52);
  const jar = random.between(58, 76);
  canvas.rect(294, 396 - jar, 76, jar, blend(c, ground, 0.4), 'rx="12"');
  canvas.rect(290, 396 - jar - 22, 84, 26, ink, 'rx="5"');
  canvas.path(
    `M${n(random.between(60, 120))} 452q60-30 120-8t110-14q-10 34-70 38t-160-16Z`,
    c,
    'opacity=".8"',
  );
};

export const beauty: Style = {
  palettes: palettes(
    'f6e6de 3b1f24 8f3b2c d98a66 f2b5a0 f0cdb8',
    'efe3e6 2a1d33 5b3a6e c08497 f0c7b4 dcc6d6',
    'f4eadb 2e211a a8672f dba36b f3d3a0 e3c9a8',
    'f2dfe0 3a1628 b03a5b e58f8a f6c6b8 e9bcc0',
    'e6ebe8 1d2b30 2f5560 c99a86 ecc9b6 b8cfca',
  ),
  compositions: [strands, profile, shelf],
};
