import {
  AddEquation,
  CustomBlending,
  GLSL3,
  type IUniform,
  OneFactor,
  OneMinusSrcAlphaFactor,
  OneMinusSrcColorFactor,
  ShaderMaterial,
  ZeroFactor,
} from 'three';

/** `paint` covers what is below it by its alpha, premultiplied. `light` adds up and never quite clips. */
export type Blend = 'paint' | 'light';

/** How a material lays itself over what is below it. */
export function setBlend(material: ShaderMaterial, blend: Blend): void {
  const light = blend === 'light';
  material.blendDst = light ? OneMinusSrcColorFactor : OneMinusSrcAlphaFactor;
  // Light leaves the canvas as see-through as it was.
  material.blendSrcAlpha = light ? ZeroFactor : OneFactor;
  material.blendDstAlpha = light ? OneFactor : OneMinusSrcAlphaFactor;
}

/** What all layers of the scene are drawn with: they lie over each other by their order alone, and none has depth. */
export function layerMaterial(
  vertexShader: string,
  fragmentShader: string,
  uniforms: Record<string, IUniform>,
  blend: Blend,
): ShaderMaterial {
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader,
    fragmentShader,
    uniforms,
    depthTest: false,
    depthWrite: false,
    transparent: true,
    blending: CustomBlending,
    blendEquation: AddEquation,
    blendSrc: OneFactor,
  });
  setBlend(material, blend);
  return material;
}

/** An object of a layer is drawn always and in its order, and no library's pointer finds it. */
export function asLayer<Thing extends { frustumCulled: boolean; renderOrder: number; raycast: unknown }>(
  object: Thing,
  order: number,
): Thing {
  object.frustumCulled = false;
  object.renderOrder = order;
  object.raycast = () => {};
  return object;
}
