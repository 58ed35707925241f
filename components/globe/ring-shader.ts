import { CROWD_STEPS } from '../../lib/globe/ring-buffer';
import { MAX_SOFT_RADIANS, RING_RADIANS } from '../../lib/globe/ring-shape';
import { FACING } from './glsl';

const number = (value: number) => value.toFixed(6);

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
out vec4 vColour;
out vec4 vRing;
flat out vec3 vKind;
${FACING}
void main() {
  float age = uTime - born.x;
  int type = int(kind.x + 0.5);
  vec3 n = normalize(placed.xyz);
  float f = facing(n, uEye);
  bool unseen = age < 0.0 || age >= uLife || uShown[type] < 0.5 || f <= 0.015;
  if (unseen) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }

  float p = age / uLife;
  float weight = log2(max(born.y, 1.0));
  float px = 1.0 / uRadiusPx;
  // A ring has to be seen on a small embed too: it never grows to less than 11 px.
  float full = max(${number(RING_RADIANS)}, 11.0 * uUnit * px) * (1.0 + weight / 4.0);
  // Repins lead; pins and comments are smaller, logins are dots.
  full *= type == 1 ? 1.0 : type == 0 ? 0.72 : type == 2 ? 0.66 : 0.3;
  float grown = uStill > 0.5 ? 0.62 : 0.06 + 0.94 * (1.0 - pow(1.0 - p, 3.2));
  float radius = full * grown;
  float soft = placed.w * ${number(MAX_SOFT_RADIANS)};
  float line = mix(2.0, 0.75, smoothstep(0.0, 0.85, p)) * uUnit * (1.0 + weight / 8.0);
  float reach = soft > 0.0 ? soft : max(radius * 1.32, radius + 5.0 * uUnit * px) + line * px;
  reach = max(reach, full * 0.42 * (1.0 - smoothstep(0.0, 0.2, age)));
  reach = max(reach, 6.0 * uUnit * px);

  vec2 corner = vec2(float(gl_VertexID & 1) * 2.0 - 1.0, float((gl_VertexID >> 1) & 1) * 2.0 - 1.0);
  vec3 east = normalize(cross(vec3(0.0, 1.0, 0.0), n) + vec3(1e-6, 0.0, 0.0));
  vec3 north = cross(n, east);
  vAt = corner * reach;
  vRing = vec4(radius, line, p, age);
  vKind = vec3(float(type), soft, exp2(kind.y / ${number(CROWD_STEPS)}) - 1.0);
  // Toward the limb a ring is a sliver: it bows out before it becomes a bright dash.
  vColour = vec4(uEventColours[type], smoothstep(0.015, 0.34, f));
  vec3 at = normalize(n + east * vAt.x + north * vAt.y);
  gl_Position = projectionMatrix * viewMatrix * vec4(at * 100.06, 1.0);
}
`;

export const RING_FRAGMENT = /* glsl */ `
precision highp float;
uniform float uUnit, uRadiusPx, uInk, uStill;
uniform vec3 cCore;
in vec2 vAt;
in vec4 vColour;
in vec4 vRing;
flat in vec3 vKind;
layout(location = 0) out vec4 colour;

float drawn(float off, float half_) { return clamp(half_ - off + 0.5, 0.0, 1.0); }

void main() {
  float radius = vRing.x, line = vRing.y, p = vRing.z, age = vRing.w;
  float type = vKind.x, soft = vKind.y;
  float d = length(vAt);
  // In a crowd each gives less light: what is filled much less, what is line a little.
  float dimFill = 1.0 / (1.0 + 0.22 * vKind.z);
  float dimLine = inversesqrt(1.0 + 0.16 * vKind.z);
  vec2 away = d > 0.0 ? vAt / d : vec2(1.0, 0.0);
  // Units per pixel along the radius: a line keeps its width whatever the tilt of the ground.
  float px = max(length(vec2(dot(dFdx(vAt), away), dot(dFdy(vAt), away))), 1e-7);
  float in_ = uStill > 0.5 ? smoothstep(0.0, 0.12, p) : 1.0;

  if (soft > 0.0) {
    float x = d / soft;
    float bell = max(1.0 - x * x, 0.0);
    float veil = dimLine * bell * bell * smoothstep(0.0, 0.14, p) * pow(1.0 - p, 1.5) * mix(0.085, 0.11, uInk);
    float a = veil * vColour.a;
    colour = vec4(vColour.rgb * a, a);
    return;
  }

  float fade = pow(1.0 - p, 1.35);
  float off = abs(d - radius) / px;
  float ring = drawn(off, line * 0.5) * fade;
  float glowWidth = max(radius * 0.20, 3.2 * uUnit / uRadiusPx);
  float toLine = (d - radius) / glowWidth;
  float glow = exp(-toLine * toLine) * pow(1.0 - p, 2.6) * 0.46;
  // The wave leaves a little light behind it.
  float wake = (1.0 - smoothstep(radius * 0.2, radius, d)) * pow(1.0 - p, 2.6) * 0.085;
  float ember = exp(-pow(d * uRadiusPx / (2.1 * uUnit), 2.0)) * pow(1.0 - p, 1.6);
  float flashAt = age / 0.12;
  float flash = uStill > 0.5 ? 0.0 : exp(-pow(d * uRadiusPx / (uUnit * (3.0 + 5.0 * min(flashAt, 1.0))), 2.0)) * smoothstep(0.0, 0.25, flashAt) * exp(-max(flashAt - 0.6, 0.0) * 1.5);
  float mark = ember * 0.75;

  bool repin = type > 0.5 && type < 1.5;
  if (type < 0.5) {
    // A pin: a small filled diamond, and a ring.
    float diamond = (abs(vAt.x) + abs(vAt.y)) * uRadiusPx / uUnit;
    mark = clamp(4.4 * (1.0 - 0.35 * p) - diamond + 0.5, 0.0, 1.0) * pow(1.0 - p, 0.8);
    ring *= 0.8;
    glow *= 0.6;
    wake = 0.0;
  } else if (type > 2.5) {
    // A login: a dot without a ring.
    ring = glow = wake = 0.0;
    flash *= 0.25;
    mark = clamp(2.2 * uUnit - d / px + 0.5, 0.0, 1.0) * fade * 0.85;
  } else if (type > 1.5) {
    // A comment: two thin rings.
    float thin = min(line, 1.15 * uUnit) * 0.5;
    ring = max(drawn(off, thin), drawn(abs(d - radius * 0.62) / px, thin)) * fade * 0.85;
    glow *= 0.45;
    wake = 0.0;
    flash *= 0.6;
  }

  ring *= dimLine;
  glow *= dimFill;
  wake *= dimFill;
  flash *= dimLine;
  mark *= repin ? dimFill : dimLine;
  float body = (ring * 0.92 + glow + wake) * in_;
  float heart = min((flash * 0.9 + mark) * in_, 1.0);
  vec3 hot = mix(vColour.rgb, cCore, repin ? clamp(flash + ember * 0.5, 0.0, 1.0) * 0.8 : flash * 0.5);
  if (uInk > 0.5) {
    float a = clamp(ring * 0.95 + (glow + wake) * 0.6 + heart, 0.0, 1.0) * in_ * vColour.a;
    colour = vec4(mix(vColour.rgb, cCore, heart * 0.35) * a, a);
    return;
  }
  colour = vec4((vColour.rgb * body + hot * heart) * vColour.a, 0.0);
}
`;
