import { HEAT_CONTOURS } from '../../lib/view/heat-ticks';
import { DAYLIGHT, DITHER } from './glsl';

/**
 * Space, air and the ball, worked out per pixel from the ray's closest approach to the centre: the limb is exact at
 * every size and needs no antialiasing of the canvas. Three shapes, each with the shader that it needs and no more: a
 * renderer without a GPU pays for every line of a shader at every pixel, whatever the branches say.
 * `INK` is defined on paper.
 */
const RAY = /* glsl */ `
precision highp float;
uniform vec3 uEye;
in vec3 vRay;
layout(location = 0) out vec4 colour;
${DITHER}
vec3 nearestOf(vec3 ray) { return uEye + ray * max(-dot(uEye, ray), 0.0); }
vec3 screen(vec3 under, vec3 light) { return under + light * (1.0 - under); }
`;

/** The whole screen. */
export const SKY_VERTEX = /* glsl */ `
uniform mat4 uRays;
out vec3 vRay;
void main() {
  vRay = (uRays * vec4(position.xy, 1.0, 1.0)).xyz;
  gl_Position = vec4(position.xy, 0.0, 1.0);
}
`;

/** A disc or a ring around the globe: `position` is a direction on screen and the closest approach of its rays. */
export const ROUND_VERTEX = /* glsl */ `
uniform mat4 uRays;
uniform vec3 uEye;
uniform vec2 uViewport;
uniform float uRadiusPx;
out vec3 vRay;
void main() {
  float far2 = dot(uEye, uEye);
  float b2 = min(position.z * position.z, far2 * 0.9);
  // Tangents of the angles at which the ray and the limb are seen.
  float px = uRadiusPx * sqrt(b2 * (far2 - 1.0) / (far2 - b2));
  vec2 at = position.xy * px * 2.0 / uViewport;
  vRay = (uRays * vec4(at, 1.0, 1.0)).xyz;
  gl_Position = vec4(at, 0.0, 1.0);
}
`;

/** One slow lift behind the globe. */
export const SKY_FRAGMENT = /* glsl */ `
${RAY}
uniform vec3 cSpace, cLift;
void main() {
  vec3 nearest = nearestOf(normalize(vRay));
  colour = vec4(mix(cSpace, cLift, exp(-0.38 * dot(nearest, nearest))) + dither(gl_FragCoord.xy), 1.0);
}
`;

/** The air: a wide haze of a tenth of the radius, brighter where the sun is, and the thin bright line it begins with. */
export const AIR_FRAGMENT = /* glsl */ `
${RAY}
uniform vec3 uSun, cHaze, cLimb;
uniform float uUnit, uRadiusPx, uClear;
void main() {
  vec3 nearest = nearestOf(normalize(vRay));
  float b = length(nearest);
  float height = max(b - 1.0, 0.0);
  float line = uUnit / uRadiusPx;
#ifdef INK
  float haze = exp(-height / 0.05) * 0.16;
  float limb = (1.0 - smoothstep(0.6 * line, 1.4 * line, height)) * 0.55;
  float a = haze + limb - haze * limb;
  colour = vec4(cHaze * haze * (1.0 - limb) + cLimb * limb, a);
#else
  float sunSide = smoothstep(-0.6, 0.8, dot(nearest, uSun) / b);
  float wide = exp(-height / 0.040) * (0.05 + 0.46 * sunSide);
  float far = exp(-height / 0.17) * (0.015 + 0.10 * sunSide);
  float thin = exp(-height / (1.2 * line)) * (0.10 + 0.70 * sunSide);
  vec3 glow = cHaze * (wide + far) * 0.66 + cLimb * thin * 0.75;
  // The air ends: nothing is left where the plain sky begins.
  glow *= 1.0 - smoothstep(1.3, 1.7, b);
  glow += dither(gl_FragCoord.xy) * step(0.004, glow.b);
  // On a page of unknown colour the haze is light that covers a little of it.
  colour = vec4(glow, max(glow.r, max(glow.g, glow.b)) * mix(1.0, 0.55, uClear));
#endif
}
`;

export const BALL_FRAGMENT = /* glsl */ `
${RAY}
uniform vec3 uSun;
uniform float uUnit, uRadiusPx;
uniform vec3 cOceanNight, cOceanDay, cLandNight, cLandDay, cLimb, cHaze, cHeatLow, cHeatHigh;
uniform sampler2D uLand, uHeat;
uniform float uHeatScale, uHeatFull, uHeatShown;
${DAYLIGHT}
const float PI = 3.14159265;
const float CONTOUR_FIRST = ${HEAT_CONTOURS.first.toFixed(1)}, CONTOUR_FACTOR = ${HEAT_CONTOURS.factor.toFixed(1)};

// log2(1 + repins), blended between texels as octaves, as the eye blends it.
float heatOctaves(vec2 uv) {
  ivec2 size = textureSize(uHeat, 0);
  vec2 at = uv * vec2(size) - 0.5;
  ivec2 west = ivec2(floor(at));
  int east = (west.x + 1) % size.x;
  int south = max(west.y, 0);
  int north = min(west.y + 1, size.y - 1);
  west.x = (west.x + size.x) % size.x;
  vec4 repins = uHeatScale * vec4(
    texelFetch(uHeat, ivec2(west.x, south), 0).r,
    texelFetch(uHeat, ivec2(east, south), 0).r,
    texelFetch(uHeat, ivec2(west.x, north), 0).r,
    texelFetch(uHeat, ivec2(east, north), 0).r
  );
  // Most of the ground is cold.
  if (repins == vec4(0.0)) return 0.0;
  vec4 octaves = log2(1.0 + repins);
  vec2 part = fract(at);
  vec2 across = mix(octaves.xz, octaves.yw, part.x);
  return mix(across.x, across.y, part.y);
}

vec3 warmed(vec3 ground, vec2 uv, float facing) {
  float octaves = heatOctaves(uv);
  float v = clamp(octaves / uHeatFull, 0.0, 1.0);
  float shown = smoothstep(0.04, 0.42, facing) * uHeatShown;
  // Contours at fixed numbers of repins, as the legend has them: 2, 6, 18, 54…
  float level = log2(max(exp2(octaves) - 1.0, 1e-3) / CONTOUR_FIRST) / log2(CONTOUR_FACTOR);
  float width = fwidth(level);
  float off = abs(fract(level + 0.5) - 0.5) / max(width, 1e-4);
  float line = (1.0 - smoothstep(0.3 * uUnit, 0.3 * uUnit + 1.0, off)) * step(-0.25, level) * (1.0 - smoothstep(0.2, 0.5, width));
  float lines = line * (0.05 + 0.13 * v) * shown;
  vec3 hue = mix(cHeatLow, cHeatHigh, smoothstep(0.25, 1.0, v));
#ifdef INK
  return mix(ground, hue, min((smoothstep(0.12, 0.6, v) * 0.10 + v * v * v * 0.30) * shown + lines * 1.3, 0.7));
#else
  // Embers: the ground gives way before light is added, so that red on blue stays red.
  float amount = (smoothstep(0.12, 0.6, v) * 0.09 + v * v * v * v * 0.34) * shown;
  return screen(ground * (1.0 - 0.7 * amount), hue * amount + cHeatHigh * lines);
#endif
}

vec3 ball(vec3 n, float facing) {
  float sunHeight = dot(n, uSun);
  float day = daylight(sunHeight);
  vec2 uv = vec2(atan(n.x, n.z) / (2.0 * PI) + 0.5, asin(clamp(n.y, -1.0, 1.0)) / PI + 0.5);
  float land = texture(uLand, uv).r;
  float light = day * (0.42 + 0.58 * smoothstep(0.0, 1.0, sunHeight));
  vec3 ground = mix(mix(cOceanNight, cOceanDay, light), mix(cLandNight, cLandDay, light), land);
#ifdef INK
  ground *= mix(0.93, 1.0, smoothstep(0.0, 0.55, facing));
  return warmed(ground, uv, facing);
#else
  // A breath of depth that owes nothing to the sun: the middle comes forward, the edge falls back.
  ground *= 0.66 + 0.5 * facing;
  ground = warmed(ground, uv, facing);
  // Air seen ever more slantwise: blue toward the limb, where the sun is.
  float slant = 1.0 - facing;
  float air = slant * slant * slant;
  float lit = smoothstep(-0.28, 0.55, sunHeight);
  return ground + cHaze * air * (0.09 + 0.62 * lit);
#endif
}

void main() {
  vec3 ray = normalize(vRay);
  vec3 nearest = nearestOf(ray);
  float b2 = dot(nearest, nearest);
  float b = sqrt(b2);
  float line = uUnit / uRadiusPx;
  float inside = clamp((1.0 - b) * uRadiusPx + 0.5, 0.0, 1.0);
  float facing = sqrt(max(1.0 - b2, 0.0));
  vec3 solid = ball(nearest - ray * facing, facing);
  float depth = max(1.0 - b, 0.0);
#ifdef INK
  solid = mix(solid, cLimb, (1.0 - smoothstep(0.5 * line, 1.3 * line, depth)) * 0.5);
#else
  float sunSide = smoothstep(-0.6, 0.8, dot(nearest, uSun) / max(b, 1e-4));
  solid = screen(solid, cLimb * exp(-depth / (1.1 * line)) * (0.06 + 0.52 * sunSide));
#endif
  colour = vec4((solid + dither(gl_FragCoord.xy)) * inside, inside);
}
`;
