import { Color, type IUniform, Vector2, Vector3 } from 'three';
import type { EventType } from '../../lib/events/event';
import { PALETTES, type Palette } from './palette';

const COLOURS = [
  'space',
  'lift',
  'oceanNight',
  'oceanDay',
  'landNight',
  'landDay',
  'dotNight',
  'dotDay',
  'coast',
  'limb',
  'haze',
  'city',
  'heatLow',
  'heatHigh',
  'core',
] as const;
type ColourName = (typeof COLOURS)[number];

/** Uniforms that all materials of the scene share, so that a frame sets each once. Lengths: globe radius = 1. */
export type SceneUniforms = {
  /** Camera position. */
  readonly uEye: IUniform<Vector3>;
  /** Unit vector to the sun. */
  readonly uSun: IUniform<Vector3>;
  /** Drawing buffer, pixels. */
  readonly uViewport: IUniform<Vector2>;
  /** Pixels of the drawing buffer in one unit of our design (1 CSS pixel on an ordinary screen, more on a wall). */
  readonly uUnit: IUniform<number>;
  /** Radius of the globe on screen, pixels of the drawing buffer. */
  readonly uRadiusPx: IUniform<number>;
  readonly uInk: IUniform<number>;
  readonly uClear: IUniform<number>;
  readonly uDotAlpha: IUniform<Vector2>;
  readonly uCoastAlpha: IUniform<number>;
  readonly uStars: IUniform<number>;
  readonly uCities: IUniform<number>;
  /** rgb of pin, repin, comment, login. */
  readonly uEventColours: IUniform<Color[]>;
} & { readonly [Name in ColourName as `c${Capitalize<Name>}`]: IUniform<Color> };

const onScreen = (hex: string) => {
  const colour = new Color();
  // No conversion: shaders write what is to be seen.
  colour.setRGB(
    Number.parseInt(hex.slice(1, 3), 16) / 255,
    Number.parseInt(hex.slice(3, 5), 16) / 255,
    Number.parseInt(hex.slice(5, 7), 16) / 255,
  );
  return colour;
};

export function createSceneUniforms(): SceneUniforms {
  const colours = Object.fromEntries(
    COLOURS.map((name) => [`c${name[0]?.toUpperCase()}${name.slice(1)}`, { value: new Color() }]),
  ) as { [Name in ColourName as `c${Capitalize<Name>}`]: IUniform<Color> };
  const uniforms: SceneUniforms = {
    uEye: { value: new Vector3(0, 0, 4) },
    uSun: { value: new Vector3(1, 0, 0) },
    uViewport: { value: new Vector2(1, 1) },
    uUnit: { value: 1 },
    uRadiusPx: { value: 1 },
    uInk: { value: 0 },
    uClear: { value: 0 },
    uDotAlpha: { value: new Vector2() },
    uCoastAlpha: { value: 0 },
    uStars: { value: 0 },
    uCities: { value: 0 },
    uEventColours: { value: [] },
    ...colours,
  };
  applyPalette(uniforms, PALETTES.dark);
  return uniforms;
}

/** Sets every colour of the scene at once. */
export function applyPalette(uniforms: SceneUniforms, palette: Palette): void {
  for (const name of COLOURS) {
    const key = `c${name[0]?.toUpperCase()}${name.slice(1)}` as `c${Capitalize<ColourName>}`;
    uniforms[key].value.copy(onScreen(palette[name]));
  }
  uniforms.uInk.value = palette.ink ? 1 : 0;
  uniforms.uClear.value = palette.clear ? 1 : 0;
  uniforms.uDotAlpha.value.set(...palette.dotAlpha);
  uniforms.uCoastAlpha.value = palette.coastAlpha;
  uniforms.uStars.value = palette.stars;
  uniforms.uCities.value = palette.cities;
  const { pin, repin, comment, login } = palette.events;
  uniforms.uEventColours.value = [pin, repin, comment, login].map(onScreen);
}

/** What the shaders are given, as `#rrggbb`. */
export function eventColours({ uEventColours }: SceneUniforms): Readonly<Record<EventType, string>> {
  const part = (value: number) =>
    Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  const [pin, repin, comment, login] = uEventColours.value.map(
    ({ r, g, b }) => `#${part(r)}${part(g)}${part(b)}`,
  );
  return { pin: pin ?? '', repin: repin ?? '', comment: comment ?? '', login: login ?? '' };
}
