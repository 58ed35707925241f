import { CROWD_STEPS } from '../../lib/globe/ring-buffer';
import { GROWTH, MAX_SOFT_RADIANS, RING_RADIANS, SIZE_OF } from '../../lib/globe/ring-shape';
import { FACING } from './glsl';

const number = (value: number) => value.toFixed(6);

/**
 * What the two shaders share: everything that is the same all over a ring is worked out once per corner and handed on
 * flat. A renderer without a GPU pays for each line at each pixel: nine tenths of what rings cost was there.
 */
const HANDED_ON = ['vColour', 'vShape', 'vLight', 'vDisc', 'vMark', 'vHot'] as const;
const handedOn = (way: 'in' | 'out') => HANDED_ON.map((name) => `flat ${way} vec4 ${name};`).join('\n');

/** Life cycle and shape of a ring. Age comes from one uniform; nothing is written to a ring after its birth. */
export const RING_VERTEX = /* glsl */ `
uniform vec3 uEye;
uniform float uTime, uLife, uUnit, uRadiusPx, uStill;
uniform vec4 uShown;
uniform vec3 uEventColours[4];
in vec4 placed;
in vec2 born;
in vec4 kind;
out vec2 vAt;
${handedOn('out')}
${FACING}
void main() {
  float age = uTime - born.x;
  int type = int(kind.x + 0.5);
  vec3 n = normalize(placed.xyz);
  float f = facing(n, uEye);
  bool unseen = age < 0.0 || age >= uLife || uShown[type] < 0.5 || f <= 0.015;
  if (unseen) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }

  bool pin = type == 0, repin = type == 1, comment = type == 2, login = type == 3;
  float p = age / uLife;
  float left = 1.0 - p;
  float weight = log2(max(born.y, 1.0));
  float unit = uUnit / uRadiusPx;
  // A ring has to be seen on a small embed too: it never grows to less than 11 px.
  float full = max(${number(RING_RADIANS)}, 11.0 * unit) * (1.0 + weight / 4.0);
  full *= repin ? ${number(SIZE_OF.repin)} : pin ? ${number(SIZE_OF.pin)} : comment ? ${number(SIZE_OF.comment)} : ${number(SIZE_OF.login)};
  float grown = uStill > 0.5 ? ${number(GROWTH.still)} : 1.0 - ${number(1 - GROWTH.from)} * pow(left, ${number(GROWTH.slowing)});
  float radius = full * grown;
  float soft = placed.w * ${number(MAX_SOFT_RADIANS)};
  bool area = soft > 0.0;
  float line = mix(2.0, 0.75, smoothstep(0.0, 0.85, p)) * uUnit * (1.0 + weight / 8.0);
  float in_ = uStill > 0.5 ? smoothstep(0.0, 0.12, p) : 1.0;
  // In a crowd each gives less light: what is filled much less, what is line a little.
  float crowd = exp2(kind.y / ${number(CROWD_STEPS)}) - 1.0;
  float dimFill = 1.0 / (1.0 + 0.22 * crowd);
  float dimLine = inversesqrt(1.0 + 0.16 * crowd);

  // Line, its glow, and the little light that the wave leaves behind it.
  float glowWidth = max(radius * 0.20, 3.2 * unit);
  float ring = pow(left, 1.35) * (repin ? 1.0 : pin ? 0.8 : comment ? 0.85 : 0.0) * dimLine * in_;
  float fading = pow(left, 2.6) * dimFill * in_;
  float glow = fading * (repin ? 0.46 : pin ? 0.276 : comment ? 0.207 : 0.0);
  float wake = repin ? fading * 0.085 : 0.0;
  // A comment is two thin rings.
  float thin = (comment ? min(line, 1.15 * uUnit) : line) * 0.5;
  float second = comment ? radius * 0.62 : radius;

  // The flash of a birth; of an area, which has nothing but that, its veil.
  float flashAt = age / 0.12;
  float disc = (6.0 + 8.0 * min(flashAt, 1.0)) * unit * (1.0 - 0.35 * smoothstep(1.0, 3.2, flashAt));
  float flash = smoothstep(0.0, 0.25, flashAt) * exp(-max(flashAt - 0.6, 0.0) * 1.5) * (1.0 - smoothstep(2.4, 3.2, flashAt));
  flash *= (uStill > 0.5 ? 0.0 : comment ? 0.6 : login ? 0.25 : 1.0) * dimLine;
  float veil = 0.0;
  if (area) {
    ring = glow = wake = flash = 0.0;
    disc = soft;
    veil = dimLine * smoothstep(0.0, 0.14, p) * pow(left, 1.5);
  }

  // In the middle: an ember, of a pin a small filled diamond, of a login a dot. Pixels of our design.
  float half_ = pin ? 4.4 * (1.0 - 0.35 * p) : 2.2;
  bool hard = pin || login;
  float mark = pin ? pow(left, 0.8) : login ? pow(left, 1.35) * 0.85 : pow(left, 1.6) * 0.75;
  mark *= area ? 0.0 : (repin ? dimFill : dimLine) * in_;
  float markReach = hard ? half_ + 0.6 : 3.3;

  // As far as there is light that an eye can tell.
  float seen = glow > 0.008 ? sqrt((1.0 - sqrt(sqrt(0.008 / glow))) / 0.22) : 0.0;
  float reach = ring > 0.0 ? radius + max(seen * glowWidth, (thin + 1.0) * unit / uUnit) : 0.0;
  reach = max(max(reach, markReach * unit), flash > 0.0 || area ? disc : 0.0);

  vec2 corner = vec2(float(gl_VertexID & 1) * 2.0 - 1.0, float((gl_VertexID >> 1) & 1) * 2.0 - 1.0);
  vec3 east = normalize(cross(vec3(0.0, 1.0, 0.0), n) + vec3(1e-6, 0.0, 0.0));
  vec3 north = cross(n, east);
  vAt = corner * reach;
  vShape = vec4(radius, second, sqrt(0.22) / glowWidth, 1.25 / radius);
  vLight = vec4(ring * 0.92, glow, wake, thin + 0.5);
  vDisc = vec4(1.0 / (disc * disc), flash, veil, mark);
  vMark = hard
    ? vec4(half_ * 0.5 + 0.5, 0.5 / (half_ * unit * unit), 1.0, pin ? 1.0 : 0.0)
    : vec4(1.0, 1.0 / (markReach * markReach * unit * unit), 0.0, 0.0);
  vHot = vec4(repin ? 0.8 : 0.5, repin ? 0.533 / dimFill : 0.0, 0.0, 0.0);
  // Toward the limb a ring is a sliver: it bows out before it becomes a bright dash.
  vColour = vec4(uEventColours[type], smoothstep(0.015, 0.34, f));
  vec3 at = normalize(n + east * vAt.x + north * vAt.y);
  gl_Position = projectionMatrix * viewMatrix * vec4(at * 100.06, 1.0);
}
`;

/** Bells are polynomials that end where the quad does; \INK is defined on paper. */
export const RING_FRAGMENT = /* glsl */ `
precision highp float;
uniform vec3 cCore;
in vec2 vAt;
${handedOn('in')}
layout(location = 0) out vec4 colour;

void main() {
  float d2 = dot(vAt, vAt);
  float d = sqrt(d2);
  // Pixels per unit along the radius: a line keeps its width whatever the tilt of the ground.
  vec2 slope = vec2(dFdx(d), dFdy(d));
  float off = min(abs(d - vShape.x), abs(d - vShape.y)) * inversesqrt(max(dot(slope, slope), 1e-14));
  float ring = clamp(vLight.w - off, 0.0, 1.0) * vLight.x;
  float toLine = (d - vShape.x) * vShape.z;
  float bell = max(1.0 - toLine * toLine, 0.0);
  bell *= bell;
  float inward = clamp(1.25 - d * vShape.w, 0.0, 1.0);
  float soft = bell * bell * vLight.y + inward * inward * (3.0 - 2.0 * inward) * vLight.z;
  float disc = max(1.0 - d2 * vDisc.x, 0.0);
  disc *= disc;
  float flash = disc * vDisc.y;
  float veil = disc * vDisc.z;
  float across = abs(vAt.x) + abs(vAt.y);
  float spot = clamp(vMark.x - mix(d2, across * across, vMark.w) * vMark.y, 0.0, 1.0);
  float mark = mix(spot * spot, spot, vMark.z) * vDisc.w;
  float heart = min(flash * 0.9 + mark, 1.0);
#ifdef INK
  float a = clamp(ring * 1.033 + soft * 0.6 + veil * 0.11 + heart, 0.0, 1.0) * vColour.a;
  colour = vec4(mix(vColour.rgb, cCore, heart * 0.35) * a, a);
#else
  vec3 hot = mix(vColour.rgb, cCore, min(flash * vHot.x + mark * vHot.y, 0.8));
  colour = vec4((vColour.rgb * (ring + soft + veil * 0.085) + hot * heart) * vColour.a, 0.0);
#endif
}
`;
