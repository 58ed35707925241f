import {
  AddEquation,
  BufferGeometry,
  CustomBlending,
  Float32BufferAttribute,
  GLSL3,
  type IUniform,
  Matrix4,
  Mesh,
  OneFactor,
  OneMinusSrcAlphaFactor,
  ShaderMaterial,
  type Texture,
} from 'three';
import { HEAT_CONTOURS } from '../../lib/view/heat-ticks';
import { DAYLIGHT, DITHER } from './glsl';
import type { SceneUniforms } from './scene-uniforms';

const VERTEX = /* glsl */ `
uniform mat4 uRays;
out vec3 vRay;
void main() {
  vRay = (uRays * vec4(position.xy, 1.0, 1.0)).xyz;
  gl_Position = vec4(position.xy, 0.0, 1.0);
}
`;

/**
 * Space, haze, limb and the ball itself, worked out per pixel from the ray's closest approach to the centre: the limb
 * is exact at every size and needs no antialiasing of the canvas.
 */
const FRAGMENT = /* glsl */ `
precision highp float;
uniform vec3 uEye, uSun;
uniform vec2 uViewport;
uniform float uUnit, uRadiusPx, uInk, uClear;
uniform vec3 cSpace, cLift, cOceanNight, cOceanDay, cLandNight, cLandDay, cLimb, cHaze, cHeatLow, cHeatHigh;
uniform sampler2D uLand, uHeat;
uniform float uHeatFull, uHeatShown;
in vec3 vRay;
layout(location = 0) out vec4 colour;
${DAYLIGHT}
${DITHER}
const float PI = 3.14159265;
const float CONTOUR_FIRST = ${HEAT_CONTOURS.first.toFixed(1)}, CONTOUR_FACTOR = ${HEAT_CONTOURS.factor.toFixed(1)};

vec3 screen(vec3 under, vec3 light) { return under + light * (1.0 - under); }

// The texture holds log2(1 + repins): it is blended between texels as the eye blends it.
vec3 warmed(vec3 ground, vec2 uv, float facing) {
  float octaves = texture(uHeat, uv).r;
  if (octaves < 0.02) return ground;
  float v = clamp(octaves / uHeatFull, 0.0, 1.0);
  float shown = smoothstep(0.04, 0.42, facing) * uHeatShown;
  // Contours at fixed numbers of repins, as the legend has them: 2, 6, 18, 54…
  float level = log2(max(exp2(octaves) - 1.0, 1e-3) / CONTOUR_FIRST) / log2(CONTOUR_FACTOR);
  float width = fwidth(level);
  float off = abs(fract(level + 0.5) - 0.5) / max(width, 1e-4);
  float line = (1.0 - smoothstep(0.3 * uUnit, 0.3 * uUnit + 1.0, off)) * step(-0.25, level) * (1.0 - smoothstep(0.2, 0.5, width));
  float lines = line * (0.05 + 0.13 * v) * shown;
  vec3 hue = mix(cHeatLow, cHeatHigh, smoothstep(0.25, 1.0, v));
  if (uInk > 0.5) return mix(ground, hue, min((smoothstep(0.12, 0.6, v) * 0.10 + v * v * v * 0.30) * shown + lines * 1.3, 0.7));
  // Embers: the ground gives way before light is added, so that red on blue stays red.
  float amount = (smoothstep(0.12, 0.6, v) * 0.09 + v * v * v * v * 0.34) * shown;
  return screen(ground * (1.0 - 0.7 * amount), hue * amount + cHeatHigh * lines);
}

vec3 ball(vec3 n, float facing) {
  float sunHeight = dot(n, uSun);
  float day = daylight(sunHeight);
  vec2 uv = vec2(atan(n.x, n.z) / (2.0 * PI) + 0.5, asin(clamp(n.y, -1.0, 1.0)) / PI + 0.5);
  float land = texture(uLand, uv).r;
  float light = day * (0.42 + 0.58 * smoothstep(0.0, 1.0, sunHeight));
  vec3 ground = mix(mix(cOceanNight, cOceanDay, light), mix(cLandNight, cLandDay, light), land);
  if (uInk > 0.5) {
    ground *= mix(0.93, 1.0, smoothstep(0.0, 0.55, facing));
    return warmed(ground, uv, facing);
  }
  // A breath of depth that owes nothing to the sun: the middle comes forward, the edge falls back.
  ground *= 0.66 + 0.5 * facing;
  ground = warmed(ground, uv, facing);
  // Air seen ever more slantwise: blue toward the limb, where the sun is.
  float slant = 1.0 - facing;
  float air = slant * slant * slant;
  float lit = smoothstep(-0.28, 0.55, sunHeight);
  return ground + cHaze * air * (0.09 + 0.62 * lit);
}

void main() {
  vec3 ray = normalize(vRay);
  float along = -dot(uEye, ray);
  vec3 nearest = uEye + ray * max(along, 0.0);
  float b2 = dot(nearest, nearest);
  float b = sqrt(b2);
  float px = 1.0 / uRadiusPx;
  float opaque = 1.0 - uClear;
  float noise = dither(gl_FragCoord.xy);

  // One slow lift behind the globe. Most pixels of a wide screen are nothing else.
  vec3 sky = mix(cSpace, cLift, exp(-0.38 * b2)) * opaque;
  if (b > 1.8) {
    colour = vec4(sky + noise * opaque, opaque);
    return;
  }

  float height = max(b - 1.0, 0.0);
  float line = uUnit * px;
  float sunSide = smoothstep(-0.6, 0.8, dot(nearest, uSun) / b);
  float inside = clamp((1.0 - b) * uRadiusPx + 0.5, 0.0, 1.0);
  float skyAlpha = opaque;
  if (inside < 1.0) {
    if (uInk > 0.5) {
      sky = mix(sky, cHaze, exp(-height / 0.05) * 0.16);
      sky = mix(sky, cLimb, (1.0 - smoothstep(0.6 * line, 1.4 * line, height)) * 0.55);
    } else {
      // Wide haze of a tenth of the radius, and the thin bright line it ends in.
      float wide = exp(-height / 0.040) * (0.05 + 0.46 * sunSide);
      float far = exp(-height / 0.17) * (0.015 + 0.10 * sunSide);
      float thin = exp(-height / (1.2 * line)) * (0.10 + 0.70 * sunSide);
      vec3 glow = cHaze * (wide + far) * 0.66 + cLimb * thin * 0.75;
      // The air ends: nothing is left where the plain sky begins.
      glow *= 1.0 - smoothstep(1.35, 1.8, b);
      sky = screen(sky, glow);
      // On a page of unknown colour the haze is light that covers a little of it.
      skyAlpha = max(opaque, 0.55 * max(glow.r, max(glow.g, glow.b)));
    }
  }

  vec3 solid = vec3(0.0);
  if (inside > 0.0) {
    float facing = sqrt(max(1.0 - b2, 0.0));
    vec3 n = nearest - ray * facing;
    solid = ball(n, facing);
    float depth = max(1.0 - b, 0.0);
    if (uInk > 0.5) solid = mix(solid, cLimb, (1.0 - smoothstep(0.5 * line, 1.3 * line, depth)) * 0.5);
    else if (depth < 6.0 * line) solid = screen(solid, cLimb * exp(-depth / (1.1 * line)) * (0.06 + 0.52 * sunSide));
  }
  colour = vec4(mix(sky, solid, inside) + noise * max(opaque, inside), mix(skyAlpha, 1.0, inside));
}
`;

export type BackdropUniforms = {
  readonly uRays: IUniform<Matrix4>;
  readonly uLand: IUniform<Texture | null>;
  readonly uHeat: IUniform<Texture | null>;
  /** log2(1 + the number of repins that is shown at full strength). */
  readonly uHeatFull: IUniform<number>;
  readonly uHeatShown: IUniform<number>;
};

export type Backdrop = { readonly mesh: Mesh; readonly uniforms: BackdropUniforms; dispose(): void };

/** One triangle over the whole screen, drawn first. */
export function createBackdrop(shared: SceneUniforms): Backdrop {
  const uniforms: BackdropUniforms = {
    uRays: { value: new Matrix4() },
    uLand: { value: null },
    uHeat: { value: null },
    uHeatFull: { value: 5 },
    uHeatShown: { value: 1 },
  };
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute([-1, -1, 0, 3, -1, 0, -1, 3, 0], 3));
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { ...shared, ...uniforms },
    depthTest: false,
    depthWrite: false,
    transparent: true,
    blending: CustomBlending,
    blendEquation: AddEquation,
    blendSrc: OneFactor,
    blendDst: OneMinusSrcAlphaFactor,
  });
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.renderOrder = 0;
  mesh.raycast = () => {};
  return {
    mesh,
    uniforms,
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}
