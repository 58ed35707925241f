import { BufferAttribute, BufferGeometry, DoubleSide, type IUniform, Mesh } from 'three';
import { COAST_UNIT } from '../../lib/globe/earth-file';
import { toVector } from '../../lib/globe/sphere';
import { DAYLIGHT, FACING } from './glsl';
import { asLayer, layerMaterial } from './layer-material';
import type { SceneUniforms } from './scene-uniforms';

/** Each segment is a quad, widened on screen: a hairline that is 0.75 px everywhere, which GL's own lines are not. */
const VERTEX = /* glsl */ `
uniform vec3 uEye, uSun, cCoast;
uniform vec2 uViewport;
uniform float uUnit, uAlpha, uRadiusPx;
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
  vColour = vec4(cCoast, uAlpha * mix(0.72, 1.0, light) * smoothstep(0.0, 0.4, f) * mix(0.55, 1.0, small));
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

export type Lines = {
  /** Points of each line. */
  readonly lengths: Uint16Array;
  /** lng, lat of all lines' points one after the other, in the baked Earth's unit. */
  readonly points: Int16Array;
  /** Rings: from the last point back to the first. */
  readonly closed: boolean;
};

export type Hairlines = { readonly object: Mesh; dispose(): void };

/** Lines on the ground in one mesh, in the colour of coasts. `alpha` is read at each frame. */
export function createHairlines(lines: Lines, alpha: IUniform<number>, shared: SceneUniforms): Hairlines {
  const open = lines.closed ? 0 : 1;
  const segments = lines.points.length / 2 - open * lines.lengths.length;
  const positions = new Float32Array(segments * 12);
  const others = new Float32Array(segments * 12);
  const sides = new Int8Array(segments * 4);
  const indices = new Uint32Array(segments * 6);
  let point = 0;
  let segment = 0;
  for (const length of lines.lengths) {
    for (let index = 0; index < length - open; index++) {
      const a = vectorOf(lines.points, point + index);
      const b = vectorOf(lines.points, point + ((index + 1) % length));
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
  const material = layerMaterial(VERTEX, FRAGMENT, { ...shared, uAlpha: alpha }, 'paint');
  material.side = DoubleSide;
  const object = asLayer(new Mesh(geometry, material), 3);
  return {
    object,
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}

function vectorOf(points: Int16Array, point: number): readonly [number, number, number] {
  const lng = ((points[point * 2] ?? 0) / COAST_UNIT) * 180;
  const lat = ((points[point * 2 + 1] ?? 0) / COAST_UNIT) * 90;
  const { x, y, z } = toVector(lat, lng);
  return [x, y, z];
}
