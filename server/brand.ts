import { BRANDED, type Brand, type Branded, findFault } from '../lib/brand/brand';
import { type Hex, isHex } from '../lib/brand/colour';
import { ConfigError } from './config-error';

const OPTION_OF = {
  repin: 'BRAND_ACCENT',
  pin: 'BRAND_PIN',
  comment: 'BRAND_COMMENT',
  login: 'BRAND_LOGIN',
  space: 'BRAND_SPACE',
} as const satisfies Record<Branded, string>;

type BrandSettings = Readonly<Record<(typeof OPTION_OF)[Branded], readonly string[]>>;

/** The colours of the settings. Throws ConfigError for what is no colour, and for one that would hardly be seen. */
export function readBrand(settings: BrandSettings): Brand {
  const brand: Record<keyof Brand, Partial<Record<Branded, Hex>>> = { dark: {}, light: {} };
  for (const what of BRANDED) {
    const option = OPTION_OF[what];
    const given = settings[option];
    if (given.length > 2)
      throw new ConfigError(option, 'names at most two colours: for dark looks, for the light one');
    for (const [at, text] of given.entries()) {
      if (!isHex(text)) throw new ConfigError(option, `must be a colour like #ff4d5e, not "${text}"`);
      brand[at === 0 ? 'dark' : 'light'][what] = text;
    }
  }
  const fault = findFault(brand);
  if (!fault) return brand;
  const { what, look, hex, against, contrast, least } = fault;
  const seen = `${(Math.floor(contrast * 100) / 100).toFixed(2)}:1`;
  throw new ConfigError(
    OPTION_OF[what],
    what === 'space'
      ? `the faintest text has a contrast of ${seen} on the ${look} ground ${hex}; ${least}:1 is the least`
      : `${hex} has a contrast of ${seen} on the ${look} ground ${against}; ${least}:1 is the least`,
  );
}
