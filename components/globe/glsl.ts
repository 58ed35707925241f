/** Pieces that several shaders share. Lengths: globe radius = 1. */

/** Day from the sun's height: a soft band of 12° around the terminator. */
export const DAYLIGHT = /* glsl */ `
float daylight(float sunHeight) {
  return smoothstep(-0.1045, 0.1045, sunHeight);
}
`;

/** How squarely a point of the surface looks at the eye: 1 in the middle of the disc, 0 on the limb, below 0 behind. */
export const FACING = /* glsl */ `
float facing(vec3 n, vec3 eye) {
  return dot(n, normalize(eye - n));
}
`;

/** A hair of noise, so that eight bits show no bands in the dark. */
export const DITHER = /* glsl */ `
float dither(vec2 pixel) {
  return (fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}
`;
