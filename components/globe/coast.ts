import {
  AddEquation,
  BufferAttribute,
  BufferGeometry,
  CustomBlending,
  GLSL3,
  Mesh,
  OneFactor,
  OneMinusSrcAlphaFactor,
  ShaderMaterial,
} from 'three';
import { COAST_UNIT, type EarthFile } from '../../lib/globe/earth-file';
import { toVector } from '../../lib/globe/sphere';
import { DAYLIGHT, FACING } from './glsl';
import type { SceneUniforms } from './scene-uniforms';

/** Each segment is a quad, widened on screen: a hairline that is 0.75 px everywhere, which GL's own lines are not. */
const VERTEX = /* glsl */ `
uniform vec3 uEye, uSun, cCoast;
uniform vec2 uViewport;
uniform float uUnit, uCoastAlpha, uRadiusPx;
in vec3 other;
in float side;
out vec4 vColour;
out float vOff;
out float vHalf;
${DAYLIGHT}
${FACING}
void main() {
  // Both ends decide alike, or a segment over the limb would become a splinter.
  float f = min(facing(position, uEye), facing(other, uEye));
  if (f <= 0.0) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  vec4 here = projectionMatrix * viewMatrix * vec4(position * 100.0, 1.0);
  vec4 there = projectionMatrix * viewMatrix * vec4(other * 100.0, 1.0);
  vec2 run = (there.xy / there.w - here.xy / here.w) * uViewport;
  vec2 along = run / max(length(run), 1e-4);
  // The two ends look at each other: the sign keeps one side on one side.
  vec2 across = vec2(-along.y, along.x) * sign(side);
  vHalf = 0.375 * uUnit;
  float reach = vHalf + 0.75;
  vOff = reach * (abs(side) > 1.5 ? -sign(side) : sign(side));
  gl_Position = here;
  gl_Position.xy += across * reach * 2.0 / uViewport * here.w;
  float light = daylight(dot(position, uSun));
  float small = smoothstep(60.0, 260.0, uRadiusPx / uUnit);
  vColour = vec4(cCoast, uCoastAlpha * mix(0.72, 1.0, light) * smoothstep(0.0, 0.4, f) * mix(0.55, 1.0, small));
}
`;

const FRAGMENT = /* glsl */ `
precision highp float;
in vec4 vColour;
in float vOff;
in float vHalf;
layout(location = 0) out vec4 colour;
void main() {
  float cover = clamp(vHalf - abs(vOff) + 0.5, 0.0, 1.0);
  colour = vec4(vColour.rgb, 1.0) * vColour.a * cover;
}
`;

export type Coast = { readonly mesh: Mesh; dispose(): void };

/** All coasts as hairlines in one mesh. */
export function createCoast(earth: EarthFile, shared: SceneUniforms): Coast {
  const segments = earth.coast.length / 2;
  const positions = new Float32Array(segments * 12);
  const others = new Float32Array(segments * 12);
  const sides = new Int8Array(segments * 4);
  const indices = new Uint32Array(segments * 6);
  let point = 0;
  let segment = 0;
  for (const length of earth.ringLengths) {
    for (let index = 0; index < length; index++) {
      const a = vectorOf(earth, point + index);
      const b = vectorOf(earth, point + ((index + 1) % length));
      const vertex = segment * 4;
      positions.set([...a, ...a, ...b, ...b], vertex * 3);
      others.set([...b, ...b, ...a, ...a], vertex * 3);
      sides.set([1, -1, 2, -2], vertex);
      indices.set([vertex, vertex + 1, vertex + 2, vertex, vertex + 2, vertex + 3], segment * 6);
      segment++;
    }
    point += length;
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setAttribute('other', new BufferAttribute(others, 3));
  geometry.setAttribute('side', new BufferAttribute(sides, 1));
  geometry.setIndex(new BufferAttribute(indices, 1));
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { ...shared },
    depthTest: false,
    depthWrite: false,
    transparent: true,
    blending: CustomBlending,
    blendEquation: AddEquation,
    blendSrc: OneFactor,
    blendDst: OneMinusSrcAlphaFactor,
    side: 2,
  });
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.renderOrder = 3;
  mesh.raycast = () => {};
  return {
    mesh,
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}

function vectorOf(earth: EarthFile, point: number): readonly [number, number, number] {
  const lng = ((earth.coast[point * 2] ?? 0) / COAST_UNIT) * 180;
  const lat = ((earth.coast[point * 2 + 1] ?? 0) / COAST_UNIT) * 90;
  const { x, y, z } = toVector(lat, lng);
  return [x, y, z];
}
