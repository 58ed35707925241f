import type { EventType } from '../../lib/events/event';

export type GlobeTheme = 'dark' | 'light' | 'transparent';

/** sRGB, as `#rrggbb`; shaders get them as they are on screen: nothing here is lit by three's own lights. */
export type Palette = {
  readonly space: string;
  readonly lift: string;
  readonly oceanNight: string;
  readonly oceanDay: string;
  readonly landNight: string;
  readonly landDay: string;
  readonly dotNight: string;
  readonly dotDay: string;
  readonly coast: string;
  readonly limb: string;
  readonly haze: string;
  readonly city: string;
  readonly heatLow: string;
  readonly heatHigh: string;
  /** What many rings at one place go toward. */
  readonly core: string;
  readonly events: Readonly<Record<EventType, string>>;
  readonly dotAlpha: readonly [night: number, day: number];
  readonly coastAlpha: number;
  readonly stars: number;
  readonly cities: number;
  /** Paper: rings are ink laid over it. Otherwise they are light that adds up. */
  readonly ink: boolean;
  /** Nothing behind the limb but the halo. */
  readonly clear: boolean;
};

const DARK: Palette = {
  space: '#04060c',
  lift: '#0a1020',
  oceanNight: '#080c17',
  oceanDay: '#101c33',
  landNight: '#0e1422',
  landDay: '#1d2d4a',
  dotNight: '#6d82ac',
  dotDay: '#b4c9ef',
  coast: '#cfdcf6',
  limb: '#b9d2ff',
  haze: '#3b70d6',
  city: '#ffb566',
  heatLow: '#8f1a2c',
  heatHigh: '#ff5a50',
  core: '#ffe9d2',
  events: { pin: '#ffb23e', repin: '#ff4d5e', comment: '#4cc9f0', login: '#8f93c9' },
  dotAlpha: [0.36, 0.66],
  coastAlpha: 0.22,
  stars: 0.25,
  cities: 1,
  ink: false,
  clear: false,
};

const LIGHT: Palette = {
  space: '#f6f4ef',
  lift: '#fbf9f4',
  oceanNight: '#dfdbd1',
  oceanDay: '#f3f0e8',
  landNight: '#d0cabd',
  landDay: '#e8e3d7',
  dotNight: '#6d6a66',
  dotDay: '#85827d',
  coast: '#2a2e3a',
  limb: '#2a2e3a',
  haze: '#b9b2a2',
  city: '#b07a2c',
  heatLow: '#ee9a85',
  heatHigh: '#d42f43',
  core: '#7d0f20',
  events: { pin: '#b06a00', repin: '#d42f43', comment: '#0b7296', login: '#5c60a3' },
  dotAlpha: [0.66, 0.62],
  coastAlpha: 0.42,
  stars: 0,
  cities: 0,
  ink: true,
  clear: false,
};

/** The colours of a theme. */
export const PALETTES: Readonly<Record<GlobeTheme, Palette>> = {
  dark: DARK,
  light: LIGHT,
  transparent: { ...DARK, stars: 0, clear: true },
};
