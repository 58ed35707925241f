import type { Random } from '../random';
import type { Canvas } from './canvas';
import type { Palette } from './palette';

export type Draw = (canvas: Canvas, palette: Palette, random: Random) => void;

/** How a category is drawn: its own palettes and a few compositions, one of each per picture. */
export type Style = {
  readonly palettes: readonly Palette[];
  readonly compositions: readonly Draw[];
  /** Left out or true: every other picture is mirrored. */
  readonly mirrored?: boolean;
};
