import { expect, test } from 'vitest';
import { HeatGrid } from '../../lib/globe/heat-grid';
import { HeatTexture } from './heat-texture';

const HALF_LIFE = 60_000;

test('the heat goes to the GPU when it has changed, not too often, and at once when its scale is another', () => {
  const grid = new HeatGrid(72, 36, HALF_LIFE, 0);
  const heat = new HeatTexture(grid);
  let now = 0;
  /** Whether a frame at that time sends it. */
  const sends = (at: number) => {
    now = at;
    const { version } = heat.texture;
    heat.refresh(now);
    return heat.texture.version !== version;
  };
  const warm = () => grid.add(10, 20, 1, 5, now);

  expect(sends(0)).toBe(false);
  warm();
  expect(sends(10)).toBe(true);
  warm();
  expect(sends(400)).toBe(false);
  expect(sends(411)).toBe(true);
  expect(sends(10_000)).toBe(false);
  warm();
  expect(sends(10_001)).toBe(true);
  grid.reset(HALF_LIFE, now);
  expect(sends(10_002)).toBe(true);
  now = 50 * HALF_LIFE;
  warm();
  expect(sends(now)).toBe(true);
  warm();
  expect(sends(now + 1)).toBe(false);
});
