import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Target, watchPointer } from './stage-hand';

const OSLO: Target = {
  kind: 'place',
  hot: {
    place: {
      lat: 59.9,
      lng: 10.8,
      country: 'NO',
      region: '',
      city: 'Oslo',
      accuracyKm: 10,
      precision: 'city',
    },
    count: 3,
  },
};

/** A stage in a window: what happens on the stage is heard in the window after it, as in a page. */
function setUp() {
  const page = new EventTarget();
  vi.stubGlobal('window', page);
  const stage = Object.assign(new EventTarget(), { style: { cursor: '' } });
  const hovers: (Target | null)[] = [];
  const chosen: (Target | null)[] = [];
  const leave = watchPointer(stage as unknown as HTMLElement, {
    targetAt: () => OSLO,
    onHover: (target) => hovers.push(target),
    onChoose: (target) => chosen.push(target),
  });
  const pointer = (name: string, x: number) =>
    Object.assign(new Event(name), {
      isPrimary: true,
      button: 0,
      pointerType: 'mouse',
      clientX: x,
      clientY: 50,
    });
  return {
    hovers,
    chosen,
    leave,
    onStage: (name: string, x = 100) => {
      stage.dispatchEvent(pointer(name, x));
      page.dispatchEvent(pointer(name, x));
    },
    beside: (name: string) => void page.dispatchEvent(pointer(name, 900)),
    look: () => {
      hovers.length = 0;
      vi.advanceTimersByTime(200);
      return hovers.at(-1) ?? null;
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the pointer over the stage', () => {
  test('hovers until it is pressed, and a press that is released where it was chooses', () => {
    const { onStage, look, chosen } = setUp();
    onStage('pointermove');
    expect(look()).toBe(OSLO);
    onStage('pointerdown');
    expect(look()).toBeNull();
    onStage('pointerup');
    expect(chosen).toEqual([OSLO]);
    expect(look()).toBe(OSLO);
  });

  test('chooses nothing with a drag', () => {
    const { onStage, look, chosen } = setUp();
    onStage('pointermove');
    onStage('pointerdown');
    onStage('pointerup', 140);
    expect(chosen).toEqual([]);
    expect(look()).toBe(OSLO);
  });

  test.each(['pointerup', 'pointercancel', 'blur'])(
    'hovers again after a press that ended beside the stage by %s, which chose nothing',
    (name) => {
      const { onStage, beside, look, chosen } = setUp();
      onStage('pointermove');
      onStage('pointerdown');
      beside(name);
      onStage('pointermove');
      expect(look()).toBe(OSLO);
      onStage('pointerup');
      expect(chosen).toEqual([]);
    },
  );

  test('is not heard any more when it is left alone', () => {
    const { onStage, look, leave, chosen } = setUp();
    onStage('pointermove');
    leave();
    onStage('pointerdown');
    onStage('pointerup');
    expect([look(), chosen]).toEqual([null, []]);
  });
});
