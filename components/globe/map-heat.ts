import type { HeatGrid } from '../../lib/globe/heat-grid';
import { naturalEarth } from '../../lib/globe/natural-earth';
import { wrapLng } from '../../lib/globe/sphere';
import type { Palette } from './palette';

const WIDTH = 480;
const HEIGHT = 250;

/** The heat as a small picture of the map's box, to be drawn enlarged; the enlarging smooths it. */
export function mapHeat(
  grid: HeatGrid,
  nowMs: number,
  palette: Palette,
  centre: number,
): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const picture = context.createImageData(WIDTH, HEIGHT);
  const scale = grid.scaleAt(nowMs);
  const full = grid.fullOctaves(nowMs);
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(palette.heatHigh.slice(at, at + 2), 16));
  for (let cell = 0; cell < grid.stored.length; cell++) {
    const weight = (grid.stored[cell] ?? 0) * scale;
    if (weight < 0.05) continue;
    const lat = ((Math.floor(cell / grid.width) + 0.5) / grid.height) * 180 - 90;
    const lng = (((cell % grid.width) + 0.5) / grid.width) * 360 - 180;
    const { x, y } = naturalEarth(lat, wrapLng(lng - centre));
    const at =
      (Math.min(Math.floor(y * HEIGHT), HEIGHT - 1) * WIDTH + Math.min(Math.floor(x * WIDTH), WIDTH - 1)) * 4;
    const level = Math.log2(1 + weight) / full;
    picture.data[at] = red ?? 0;
    picture.data[at + 1] = green ?? 0;
    picture.data[at + 2] = blue ?? 0;
    picture.data[at + 3] = Math.max(
      picture.data[at + 3] ?? 0,
      Math.min(level * level * level * 0.6 + level * 0.02, 0.6) * 255,
    );
  }
  context.putImageData(picture, 0, 0);
  return canvas;
}
