import type { LiveRing } from '../../lib/globe/ring-buffer';
import { GROWTH, grownShare, lineFactor, radiusFactor, SIZE_OF } from '../../lib/globe/ring-shape';

export type MapRingLook = {
  readonly colour: string;
  /** Canvas pixels of a design unit, and of a full-grown ring of weight 1. */
  readonly unit: number;
  readonly radius: number;
  /** Canvas pixels of a kilometre at the equator. */
  readonly perKm: number;
  readonly still: boolean;
};

/** One ring of the flat map, with the signs of the globe. `p`: its age as a share of its life. */
export function drawMapRing(
  context: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  { type, weight, areaKm }: Pick<LiveRing, 'type' | 'weight' | 'areaKm'>,
  p: number,
  { colour, unit, radius, perKm, still }: MapRingLook,
): void {
  const full = radius * radiusFactor(weight) * SIZE_OF[type];
  const grown = full * (still ? GROWTH.still : grownShare(p));
  const fade = (1 - p) ** 1.35 * (still ? Math.min(p / 0.12, 1) : 1);
  context.strokeStyle = context.fillStyle = colour;
  const disc = (r: number, alpha: number) => {
    context.globalAlpha = alpha;
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fill();
  };
  const ring = (r: number, line: number, alpha: number) => {
    context.globalAlpha = alpha;
    context.lineWidth = line * unit;
    context.beginPath();
    context.arc(x, y, Math.max(r, 0.1), 0, 2 * Math.PI);
    context.stroke();
  };
  if (areaKm > 0) {
    // Discs in discs make a soft edge without a line.
    for (const share of [1, 0.8, 0.6, 0.4]) disc(areaKm * perKm * share, 0.02 * fade);
    return;
  }
  if (type === 'login') {
    disc(2.2 * unit, 0.85 * fade);
    return;
  }
  const line = (2 - 1.25 * Math.min(p / 0.85, 1)) * lineFactor(weight);
  if (type === 'comment') {
    ring(grown, 1.15, 0.85 * fade);
    ring(grown * 0.62, 1.15, 0.85 * fade);
    return;
  }
  ring(grown, line, 0.92 * fade);
  if (type === 'pin') {
    const r = 4.4 * (1 - 0.35 * p) * unit;
    context.globalAlpha = fade;
    context.beginPath();
    for (const [dx, dy] of [
      [0, -r],
      [r, 0],
      [0, r],
      [-r, 0],
    ] as const)
      context.lineTo(x + dx, y + dy);
    context.closePath();
    context.fill();
    return;
  }
  disc(grown, 0.1 * (1 - p) ** 2.6);
  disc(1.8 * unit, 0.8 * fade);
}
