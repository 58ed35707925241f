/**
 * In place of three's shading language: only react-globe.gl's heatmap layer takes these apart, and we never use that.
 * They have to exist: the bundler checks every imported name.
 */
export const Fn = undefined;
export const If = undefined;
export const Loop = undefined;
export const asin = undefined;
export const cos = undefined;
export const exp = undefined;
export const float = undefined;
export const instanceIndex = undefined;
export const negate = undefined;
export const sin = undefined;
export const sqrt = undefined;
export const storage = undefined;
export const uniform = undefined;
