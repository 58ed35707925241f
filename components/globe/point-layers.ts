import { BufferAttribute, BufferGeometry, Points } from 'three';
import { COAST_UNIT, type EarthFile } from '../../lib/globe/earth-file';
import { eachLatticePoint } from '../../lib/globe/lattice';
import { unitOf } from '../../lib/globe/scatter';
import { toVector } from '../../lib/globe/sphere';
import { DAYLIGHT, FACING } from './glsl';
import { asLayer, type Blend, layerMaterial } from './layer-material';
import type { SceneUniforms } from './scene-uniforms';

export type Layer = { readonly object: Points; dispose(): void };

/** A round point, antialiased by hand. Its size comes with half a pixel of air. */
const ROUND = /* glsl */ `
precision highp float;
in vec4 vColour;
in float vSize;
layout(location = 0) out vec4 colour;
void main() {
  float off = length(gl_PointCoord - 0.5) * (vSize + 1.0);
  float cover = clamp(vSize * 0.5 - off + 0.5, 0.0, 1.0);
  if (cover <= 0.0) discard;
  colour = vec4(vColour.rgb, 1.0) * vColour.a * cover;
}
`;

/** A light with a core of `vSize` and a glow of three times that. */
const LIGHT = /* glsl */ `
precision highp float;
in vec4 vColour;
in float vSize;
layout(location = 0) out vec4 colour;
void main() {
  float off = length(gl_PointCoord - 0.5) * (vSize * 3.0 + 1.0);
  float far = off / (vSize * 1.5);
  float glow = max(1.0 - far * far, 0.0);
  float cover = clamp(vSize * 0.5 - off + 0.5, 0.0, 1.0) + 0.20 * glow * glow;
  if (cover <= 0.004) discard;
  colour = vec4(vColour.rgb * vColour.a * cover, 0.0);
}
`;

const DOTS = /* glsl */ `
uniform vec3 uEye, uSun, cDotNight, cDotDay;
uniform vec2 uDotAlpha;
uniform float uUnit, uRadiusPx;
out vec4 vColour;
out float vSize;
${DAYLIGHT}
${FACING}
void main() {
  vec3 n = position;
  float f = facing(n, uEye);
  if (f <= 0.02) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  float light = daylight(dot(n, uSun));
  // On a small disc the dots would run into each other: they fade before they do.
  float room = smoothstep(1.6, 4.2, uRadiusPx * SPACING / uUnit);
  vSize = 1.55 * uUnit * mix(0.8, 1.0, room);
  vColour = vec4(mix(cDotNight, cDotDay, light), mix(uDotAlpha.x, uDotAlpha.y, light) * smoothstep(0.1, 0.62, f) * mix(0.45, 1.0, room));
  gl_PointSize = vSize + 1.0;
  gl_Position = projectionMatrix * viewMatrix * vec4(n * 100.0, 1.0);
}
`;

const CITIES = /* glsl */ `
uniform vec3 uEye, uSun, cCity;
uniform float uUnit, uCities, uRadiusPx;
in float people;
out vec4 vColour;
out float vSize;
${FACING}
void main() {
  vec3 n = position;
  float f = facing(n, uEye);
  float night = (1.0 - smoothstep(-0.14, 0.06, dot(n, uSun))) * uCities;
  if (f <= 0.02 || night <= 0.0) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  // 4.3: a town of 20,000; 7.3: Tokyo.
  float grade = clamp((people * 255.0 / 32.0 - 4.3) / 3.0, 0.0, 1.0);
  float near = clamp(uRadiusPx / (430.0 * uUnit), 0.45, 2.0);
  vSize = mix(0.9, 3.2, grade * grade) * uUnit * sqrt(near);
  vColour = vec4(mix(cCity, vec3(1.0, 0.93, 0.82), grade * grade * 0.6), night * mix(0.18, 0.92, grade) * smoothstep(0.05, 0.4, f) * min(near, 1.0));
  gl_PointSize = vSize * 3.0 + 1.0;
  gl_Position = projectionMatrix * viewMatrix * vec4(n * 100.0, 1.0);
}
`;

const STARS = /* glsl */ `
uniform vec3 uEye;
uniform float uUnit, uStars;
in float people;
out vec4 vColour;
out float vSize;
void main() {
  // Infinitely far: only the direction counts. Those behind the globe or in its haze are left out.
  vec3 eye = normalize(-uEye);
  float reach = length(uEye);
  float off = acos(clamp(dot(position, eye), -1.0, 1.0));
  float limb = asin(1.0 / reach);
  float clearOf = smoothstep(limb * 1.01, limb * 1.2, off);
  if (clearOf <= 0.0 || uStars <= 0.0) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  float big = step(0.86, people);
  vSize = mix(1.1, 1.8, big) * uUnit;
  vColour = vec4(mix(vec3(0.80, 0.87, 1.0), vec3(1.0, 0.95, 0.88), fract(people * 7.0)), uStars * mix(0.3 + 0.5 * fract(people * 13.0), 1.0, big) * clearOf);
  gl_PointSize = vSize + 1.0;
  vec4 at = projectionMatrix * vec4(mat3(viewMatrix) * position, 1.0);
  gl_Position = vec4(at.xy, 0.0, at.w);
}
`;

const STAR_COUNT = 9000;

function layer(
  positions: Float32Array,
  grades: Uint8Array | null,
  vertexShader: string,
  fragmentShader: string,
  blend: Blend,
  order: number,
  shared: SceneUniforms,
): Layer {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  if (grades) geometry.setAttribute('people', new BufferAttribute(grades, 1, true));
  const material = layerMaterial(vertexShader, fragmentShader, { ...shared }, blend);
  const object = asLayer(new Points(geometry, material), order);
  return {
    object,
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}

/** The land as a fine grid of dots of constant size on screen. */
export function createLandDots(earth: EarthFile, shared: SceneUniforms): Layer {
  const positions: number[] = [];
  eachLatticePoint(earth.dotStep, (index, lat, lng) => {
    if (((earth.dots[index >> 3] ?? 0) >> (index & 7)) & 1) {
      const { x, y, z } = toVector(lat, lng);
      positions.push(x, y, z);
    }
  });
  const spacing = ((earth.dotStep * Math.PI) / 180).toFixed(5);
  return layer(
    Float32Array.from(positions),
    null,
    DOTS.replace('SPACING', spacing),
    ROUND,
    'paint',
    2,
    shared,
  );
}

/** Populated places, which glow where it is night. */
export function createCityLights(earth: EarthFile, shared: SceneUniforms): Layer {
  const positions = new Float32Array(earth.people.length * 3);
  for (let index = 0; index < earth.people.length; index++) {
    const lng = ((earth.cities[index * 2] ?? 0) / COAST_UNIT) * 180;
    const lat = ((earth.cities[index * 2 + 1] ?? 0) / COAST_UNIT) * 90;
    const { x, y, z } = toVector(lat, lng);
    positions.set([x, y, z], index * 3);
  }
  return layer(positions, earth.people, CITIES, LIGHT, 'light', 4, shared);
}

/** A sparse sky in two sizes, the same on every screen. It does not twinkle. */
export function createStars(shared: SceneUniforms): Layer {
  const positions = new Float32Array(STAR_COUNT * 3);
  const grades = new Uint8Array(STAR_COUNT);
  for (let index = 0; index < STAR_COUNT; index++) {
    const lat = (Math.asin(unitOf(index * 3 + 1) * 2 - 1) * 180) / Math.PI;
    const { x, y, z } = toVector(lat, unitOf(index * 3 + 2) * 360 - 180);
    positions.set([x, y, z], index * 3);
    grades[index] = Math.floor(unitOf(index * 3 + 3) * 256);
  }
  return layer(positions, grades, STARS, ROUND, 'light', 1, shared);
}
