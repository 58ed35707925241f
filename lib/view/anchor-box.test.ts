import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorBox, nearestOutline } from './anchor-box';

const room = { left: 100, top: 50, width: 800, height: 600 };
const size = { width: 300, height: 400 };

describe('a card beside its spot', () => {
  it.each([
    ['to the right of it', { x: 400, y: 350 }, { x: 440, y: 150 }],
    ['to the left where the right is full', { x: 700, y: 350 }, { x: 360, y: 150 }],
    ['no higher than its room', { x: 400, y: 60 }, { x: 440, y: 50 }],
    ['no lower', { x: 400, y: 640 }, { x: 440, y: 250 }],
  ])('stands %s', (_, spot, at) => {
    expect(anchorBox(spot, size, room, 40)).toEqual(at);
  });

  it('lies over the spot where neither side has room, and still inside', () => {
    const narrow = { ...room, width: 500 };
    expect(anchorBox({ x: 330, y: 350 }, size, narrow, 40)).toEqual({ x: 300, y: 150 });
    expect(anchorBox({ x: 370, y: 350 }, size, narrow, 40)).toEqual({ x: 100, y: 150 });
  });

  it('never leaves its room, wherever the spot is', () => {
    const pixel = fc.integer({ min: -2_000, max: 4_000 });
    fc.assert(
      fc.property(pixel, pixel, fc.integer({ min: 10, max: 800 }), (x, y, width) => {
        const at = anchorBox({ x, y }, { width, height: 400 }, room, 40);
        expect(at.x).toBeGreaterThanOrEqual(room.left);
        expect(at.x + width).toBeLessThanOrEqual(room.left + room.width);
        expect(at.y).toBeGreaterThanOrEqual(room.top);
        expect(at.y + 400).toBeLessThanOrEqual(room.top + room.height);
      }),
    );
  });

  it('is tied to it by a line to the nearest point of its outline', () => {
    expect(nearestOutline({ x: 0, y: 300 }, room)).toEqual({ x: 100, y: 300 });
    expect(nearestOutline({ x: 1_000, y: 0 }, room)).toEqual({ x: 900, y: 50 });
    expect(nearestOutline({ x: 300, y: 300 }, room)).toBeNull();
  });
});
