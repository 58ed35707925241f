/** three/tsl: the library's heatmap layer takes these apart when it computes. We have no such layer. */
export const Fn = undefined;
export const If = undefined;
export const uniform = undefined;
export const storage = undefined;
export const float = undefined;
export const instanceIndex = undefined;
export const Loop = undefined;
export const sqrt = undefined;
export const sin = undefined;
export const cos = undefined;
export const asin = undefined;
export const exp = undefined;
export const negate = undefined;
