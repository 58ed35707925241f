export type Box = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};
export type Point = { readonly x: number; readonly y: number };

/**
 * Where to put a box of `size` beside a spot, inside of `room`: to the right of it, `gap` away; to the left where that
 * has no room; else at the side that has more. As high as the spot, as far as the room allows.
 */
export function anchorBox(
  spot: Point,
  size: { readonly width: number; readonly height: number },
  room: Box,
  gap: number,
): Point {
  const right = room.left + room.width - size.width;
  const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high));
  const toRight = spot.x + gap;
  const toLeft = spot.x - gap - size.width;
  const onRight = toRight <= right || (toLeft < room.left && right - toRight >= toLeft - room.left);
  return {
    x: clamp(onRight ? toRight : toLeft, room.left, Math.max(right, room.left)),
    y: clamp(spot.y - size.height / 2, room.top, Math.max(room.top + room.height - size.height, room.top)),
  };
}

/** The point of a box's outline that a line from `spot` meets first; null when the spot lies in it. */
export function nearestOutline(spot: Point, { left, top, width, height }: Box): Point | null {
  const x = Math.max(left, Math.min(spot.x, left + width));
  const y = Math.max(top, Math.min(spot.y, top + height));
  return x === spot.x && y === spot.y ? null : { x, y };
}
