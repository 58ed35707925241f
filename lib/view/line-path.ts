/**
 * Paths of a line over zero, empty when there is nothing to draw, in a box of `width` × `height`, y downwards. The top of the
 * box is the highest value.
 */
export function linePath(
  values: readonly number[],
  width: number,
  height: number,
): { readonly line: string; readonly area: string; readonly lastY: number } {
  if (values.length < 2 || !values.some((value) => value > 0)) return { line: '', area: '', lastY: height };
  // A line at 1 of 1 is no peak: the scale begins at 4, and keeps a tenth of air above.
  const top = Math.max(4, ...values) * 1.1;
  const y = (value: number) => Math.round((height - (value / top) * height) * 100) / 100;
  const step = width / (values.length - 1);
  const points = values.map((value, index) => `${Math.round(index * step * 100) / 100} ${y(value)}`);
  const line = `M${points.join('L')}`;
  return { line, area: `${line}V${height}H0Z`, lastY: y(values.at(-1) ?? 0) };
}
