import { isHex } from '../../lib/brand/colour';
import { type GlobeTheme, PALETTES, type Palette } from './palette';

/** Custom properties of the page by what the scene calls them. Those of the heat are there when an operator set them. */
const PROPERTIES = {
  space: '--space',
  lift: '--lift',
  heatLow: '--heat-low',
  heatHigh: '--heat-high',
  core: '--core',
} as const;

/**
 * The palette of a theme with the colours that the page has: an operator's colours are in its style sheet, and the same
 * there and here. What is no plain colour (a page that one sees through) leaves the palette as it is. Call it when the
 * theme has been set on the page.
 */
export function pagePalette(theme: GlobeTheme): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (property: string, otherwise: string) => {
    const value = style.getPropertyValue(property).trim();
    return isHex(value) ? value : otherwise;
  };
  const palette = PALETTES[theme];
  const colours = Object.fromEntries(
    Object.entries(PROPERTIES).map(([name, property]) => [
      name,
      read(property, palette[name as keyof typeof PROPERTIES]),
    ]),
  );
  const { pin, repin, comment, login } = palette.events;
  return {
    ...palette,
    ...colours,
    events: {
      pin: read('--pin', pin),
      repin: read('--repin', repin),
      comment: read('--comment', comment),
      login: read('--login', login),
    },
  };
}
