import type { EarthFile } from '../../lib/globe/earth-file';
import { landRings } from '../../lib/globe/land-rings';

/** The land, filled white on black, equirectangular, north up. Drawn once in some 10 ms. */
export function drawLandMask(earth: EarthFile, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.fillStyle = '#000';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#fff';
  context.beginPath();
  for (const ring of landRings(earth))
    for (const turn of [-360, 0, 360]) {
      for (let index = 0; index < ring.length; index += 2) {
        const x = (((ring[index] ?? 0) + turn + 180) / 360) * width;
        const y = ((90 - (ring[index + 1] ?? 0)) / 180) * height;
        if (index === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      context.closePath();
    }
  context.fill('evenodd');
  return canvas;
}
