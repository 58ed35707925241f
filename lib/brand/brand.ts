import { contrast, type Hex, mix } from './colour';

/** What an operator may colour. `space` is the ground; the others are the signs of the event types. */
export const BRANDED = ['repin', 'pin', 'comment', 'login', 'space'] as const;
export type Branded = (typeof BRANDED)[number];
export type Look = 'dark' | 'light';

/** Colours that were given. For light looks none need be: then a sign is its dark colour, darkened as far as paper needs. */
export type Brand = Readonly<Record<Look, Readonly<Partial<Record<Branded, Hex>>>>>;

export const NO_BRAND: Brand = { dark: {}, light: {} };

/** The page's own, as `app/globals.css` has them: what is given has to be seen on them, or they on it. */
export const GROUND: Readonly<Record<Look, Hex>> = { dark: '#04060c', light: '#f6f4ef' };
/** The faintest text: its ink, and how much of it. */
export const INK: Readonly<Record<Look, { readonly hex: Hex; readonly faintest: number }>> = {
  dark: { hex: '#eef1f7', faintest: 0.52 },
  light: { hex: '#171b26', faintest: 0.66 },
};

/** WCAG 2: for signs and lines that mean something (1.4.11), and for text (1.4.3). */
const LEAST_SIGN = 3;
const LEAST_TEXT = 4.5;

export type BrandFault = {
  readonly what: Branded;
  readonly look: Look;
  readonly hex: Hex;
  readonly against: Hex;
  readonly contrast: number;
  readonly least: number;
};

const groundOf = (brand: Brand, look: Look) => brand[look].space ?? GROUND[look];

/** The first colour that would not be seen; null when all are. */
export function findFault(brand: Brand): BrandFault | null {
  for (const look of ['dark', 'light'] as const) {
    const against = groundOf(brand, look);
    for (const what of BRANDED) {
      const hex = brand[look][what];
      if (hex === undefined) continue;
      const { hex: ink, faintest } = INK[look];
      const least = what === 'space' ? LEAST_TEXT : LEAST_SIGN;
      const seen = what === 'space' ? contrast(mix(hex, ink, faintest), hex) : contrast(hex, against);
      if (seen < least) return { what, look, hex, against, contrast: seen, least };
    }
  }
  return null;
}

/** As dark as it must be to be seen on the ground. */
function onPaper(hex: Hex, ground: Hex): Hex {
  for (let share = 0; share < 1; share += 0.04) {
    const darkened = mix(hex, '#000000', share);
    if (contrast(darkened, ground) >= LEAST_TEXT) return darkened;
  }
  return '#000000';
}

/** Custom properties of one look, without their dashes. */
export function brandProperties(brand: Brand, look: Look): Readonly<Record<string, Hex>> {
  const given = brand[look];
  const ground = groundOf(brand, look);
  const properties: Record<string, Hex> = {};
  for (const what of BRANDED) {
    const dark = brand.dark[what];
    const hex = given[what] ?? (look === 'light' && what !== 'space' && dark ? onPaper(dark, ground) : null);
    if (hex) properties[what] = hex;
  }
  const { repin, space } = properties;
  // Heat is the accent's hue: from low in it to nearly white, or to nearly black on paper.
  if (repin) {
    const [low, end] = look === 'dark' ? (['#000000', '#fff4e6'] as const) : ([ground, '#000000'] as const);
    properties['heat-low'] = mix(repin, low, 0.45);
    properties['heat-high'] = repin;
    properties.hottest = properties.core = mix(repin, end, look === 'dark' ? 0.8 : 0.45);
  }
  if (space) properties.lift = mix(space, '#ffffff', look === 'dark' ? 0.04 : 0.5);
  return properties;
}

/** The style sheet over the page's own, which it outranks by specificity; '' where no colour was given. */
export function brandSheet(brand: Brand): string {
  const rule = (selector: string, properties: Readonly<Record<string, Hex>>) => {
    const lines = Object.entries(properties).map(([name, hex]) => `  --${name}: ${hex};\n`);
    return lines.length === 0 ? '' : `:root:root${selector} {\n${lines.join('')}}\n`;
  };
  const { space, lift, ...signs } = brandProperties(brand, 'dark');
  const ground = { ...(space && { space }), ...(lift && { lift }) };
  return [
    rule(':not([data-theme="light"])', signs),
    // Where the page is see-through it has no ground.
    rule(':not([data-theme="light"], [data-theme="transparent"])', ground),
    rule('[data-theme="light"]', brandProperties(brand, 'light')),
  ].join('');
}
