/**
 * In place of tween.js. Inert and not refused: the library lets a globe of its own come up while it looks for its methods,
 * and updates its groups in each frame. We move the camera ourselves (`camera-drift.ts`).
 */
export class Tween {
  to = () => this;
  easing = () => this;
  onUpdate = () => this;
  onComplete = () => this;
  start = () => this;
  end = () => this;
}

export class Group {
  add(): void {}

  remove(): void {}

  update(): void {}
}

export const Easing = { Quadratic: {}, Cubic: {}, Quintic: {} };
