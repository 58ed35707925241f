/** Colours of one picture, `#rrggbb` each. */
export type Palette = {
  /** The largest area: also the pin's dominant colour. */
  readonly ground: string;
  /** The darkest. */
  readonly ink: string;
  /** Four that go together, the strongest first. */
  readonly tones: readonly [string, string, string, string];
};

/** `ground ink tone tone tone tone`, six digits each. */
export function palette(row: string): Palette {
  const [ground = '', ink = '', a = '', b = '', c = '', d = ''] = row.split(' ').map((color) => `#${color}`);
  return { ground, ink, tones: [a, b, c, d] };
}

export const palettes = (...rows: readonly string[]): readonly Palette[] => rows.map(palette);
