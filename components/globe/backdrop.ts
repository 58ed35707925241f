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
uniform float uHeatScale, uHeatFull, uHeatShown;
in vec3 vRay;
layout(location = 0) out vec4 colour;
${DAYLIGHT}
${DITHER}
const float PI = 3.14159265;

vec3 screen(vec3 under, vec3 light) { return under + light * (1.0 - under); }

vec3 warmed(vec3 ground, vec2 uv, float facing) {
  float weight = texture(uHeat, uv).r * uHeatScale;
  float level = log2(1.0 + weight) / uHeatFull;
  float v = clamp(level, 0.0, 1.0);
  // Contours at fixed numbers of repins: 2, 6, 18, 54… each line is three times the one before.
  float step3 = log2(1.0 + weight) / 1.585 - 0.63;
  float width = fwidth(step3);
  float off = abs(fract(step3 - 0.5) - 0.5) / max(width, 1e-4);
  float line = (1.0 - smoothstep(0.35 * uUnit, 0.35 * uUnit + 1.0, off)) * step(0.5, step3 + 0.1)
    * (1.0 - smoothstep(0.18, 0.45, width));
  vec3 hue = mix(cHeatLow, cHeatHigh, smoothstep(0.1, 0.95, v));
  float amount = (smoothstep(0.0, 0.22, v) * 0.10 + v * v * 0.42) * smoothstep(0.0, 0.3, facing) * uHeatShown;
  float lines = line * (0.10 + 0.16 * v) * smoothstep(0.15, 0.5, facing) * uHeatShown;
  if (uInk > 0.5) return mix(ground, hue, min(amount * 1.35 + lines, 0.85));
  return screen(screen(ground, hue * amount), cHeatHigh * lines);
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
  ground *= mix(0.62, 1.12, smoothstep(0.0, 1.0, facing));
  ground = warmed(ground, uv, facing);
  // Air seen ever more slantwise: blue toward the limb, where the sun is.
  float air = pow(1.0 - facing, 3.2);
  float lit = smoothstep(-0.28, 0.55, sunHeight);
  return ground + cHaze * air * (0.10 + 0.62 * lit);
}

void main() {
  vec3 ray = normalize(vRay);
  float along = -dot(uEye, ray);
  vec3 nearest = uEye + ray * max(along, 0.0);
  float b = length(nearest);
  vec3 rim = nearest / b;
  float px = 1.0 / uRadiusPx;
  float inside = clamp((1.0 - b) / px + 0.5, 0.0, 1.0);
  float height = max(b - 1.0, 0.0);
  float sunSide = smoothstep(-0.55, 0.75, dot(rim, uSun));

  // One slow lift behind the globe.
  vec3 behind = mix(cLift, cSpace, smoothstep(0.35, 2.3, b));
  float opaque = 1.0 - uClear;
  vec3 sky = behind * opaque;

  // Wide haze of a tenth of the radius, and the thin bright line it ends in.
  float wide = exp(-height / 0.042) * (0.10 + 0.52 * sunSide);
  float far = exp(-height / 0.16) * (0.02 + 0.10 * sunSide);
  float thin = exp(-height / (1.3 * uUnit * px)) * (0.16 + 0.62 * sunSide);
  float skyAlpha = opaque;
  if (uInk > 0.5) {
    float shade = exp(-height / 0.05) * 0.16;
    sky = mix(sky, cHaze, shade);
    float line = 1.0 - smoothstep(0.6 * uUnit * px, 1.4 * uUnit * px, height);
    sky = mix(sky, cLimb, line * 0.55);
  } else {
    vec3 glow = cHaze * (wide + far) * 0.62 + cLimb * thin * 0.8;
    sky = screen(sky, glow);
    // On a page of unknown colour the haze is light that covers a little of it.
    skyAlpha = max(opaque, 0.35 * max(glow.r, max(glow.g, glow.b)));
  }

  vec3 solid = vec3(0.0);
  if (inside > 0.0) {
    float facing = sqrt(max(1.0 - b * b, 0.0));
    vec3 n = normalize(nearest - ray * facing);
    solid = ball(n, facing);
    if (uInk < 0.5) {
      float edge = exp(-(1.0 - min(b, 1.0)) / (1.1 * uUnit * px));
      solid = screen(solid, cLimb * edge * (0.10 + 0.46 * sunSide));
    } else {
      float edge = 1.0 - smoothstep(0.5 * uUnit * px, 1.3 * uUnit * px, 1.0 - b);
      solid = mix(solid, cLimb, edge * 0.5);
    }
  }
  colour = vec4(mix(sky, solid, inside) + dither(gl_FragCoord.xy) * max(opaque, inside), mix(skyAlpha, 1.0, inside));
}
`;

export type BackdropUniforms = {
  readonly uRays: IUniform<Matrix4>;
  readonly uLand: IUniform<Texture | null>;
  readonly uHeat: IUniform<Texture | null>;
  /** What a texel has to be multiplied with to be a number of repins. */
  readonly uHeatScale: IUniform<number>;
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
    uHeatScale: { value: 0 },
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
