import type { PlaceCount } from '../../lib/live/protocol';
import type { PickedRing, StageView } from '../globe/stage-view';

/** What lies under the pointer: a ring before the place that it is on. */
export type Target =
  | { readonly kind: 'ring'; readonly ring: PickedRing }
  | { readonly kind: 'place'; readonly hot: PlaceCount };

export type HandOptions = {
  /** What is there; null when nothing is. */
  readonly targetAt: (x: number, y: number) => Target | null;
  /** `x`, `y`: CSS pixels of the window. Called when it changes, and when the pointer moves over the same. */
  readonly onHover: (target: Target | null, x: number, y: number) => void;
  /** A click or a tap, no drag. */
  readonly onChoose: (target: Target | null) => void;
};

/** Rings come and go below a pointer that lies still, too. */
const LOOK_EVERY_MS = 120;
/** A press that moves further is a drag. */
const CLICK_PX = 6;
const CLICK_MS = 600;
/** Of a press, wherever it ends. */
const ENDS = ['pointerup', 'pointercancel', 'blur'];

/** The pointer over the stage, until the returned function is called. Fine pointers hover; every pointer clicks. */
export function watchPointer(stage: HTMLElement, { targetAt, onHover, onChoose }: HandOptions): () => void {
  let at: { x: number; y: number } | null = null;
  let pressed: { x: number; y: number; time: number } | null = null;
  let hovered = false;
  const look = () => {
    if (!at || pressed) return;
    const target = targetAt(at.x, at.y);
    stage.style.cursor = target ? 'pointer' : '';
    if (target || hovered) onHover(target, at.x, at.y);
    hovered = target !== null;
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  const move = ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
    if (pointerType !== 'touch') at = { x, y };
  };
  const away = () => {
    at = null;
    if (hovered) onHover(null, 0, 0);
    hovered = false;
  };
  const down = ({ isPrimary, button, clientX: x, clientY: y, timeStamp: time }: PointerEvent) => {
    pressed = isPrimary && button === 0 ? { x, y, time } : null;
    if (hovered) onHover(null, 0, 0);
    hovered = false;
  };
  const up = ({ clientX: x, clientY: y, timeStamp }: PointerEvent) => {
    const from = pressed;
    pressed = null;
    if (!from || Math.hypot(x - from.x, y - from.y) > CLICK_PX || timeStamp - from.time > CLICK_MS) return;
    onChoose(targetAt(x, y));
  };
  const cancel = () => {
    pressed = null;
  };
  const listeners = {
    pointermove: move,
    pointerleave: away,
    pointerdown: down,
    pointerup: up,
  };
  for (const [name, listener] of Object.entries(listeners))
    stage.addEventListener(name, listener as EventListener);
  // A press may end beside the stage, or where no page hears of it: a press that never ends would hover no more.
  for (const name of ENDS) window.addEventListener(name, cancel);
  return () => {
    clearInterval(timer);
    for (const [name, listener] of Object.entries(listeners))
      stage.removeEventListener(name, listener as EventListener);
    for (const name of ENDS) window.removeEventListener(name, cancel);
    stage.style.cursor = '';
  };
}

export type KeyOptions = {
  readonly view: StageView;
  /** To the next hot place (1) or the one before (-1). */
  readonly onWalk: (step: 1 | -1) => void;
  /** What is walked to, or lies in the middle. */
  readonly onOpen: () => void;
};

const TURN_DEGREES = 9;
const ZOOM = 1.25;

/** The keys of the stage, while it has the focus. */
export function watchKeys(stage: HTMLElement, { view, onWalk, onOpen }: KeyOptions): () => void {
  const acts = new Map<string, () => void>([
    ['ArrowLeft', () => view.turnBy(0, -TURN_DEGREES)],
    ['ArrowRight', () => view.turnBy(0, TURN_DEGREES)],
    ['ArrowUp', () => view.turnBy(TURN_DEGREES, 0)],
    ['ArrowDown', () => view.turnBy(-TURN_DEGREES, 0)],
    ['+', () => view.zoomBy(ZOOM)],
    ['=', () => view.zoomBy(ZOOM)],
    ['-', () => view.zoomBy(1 / ZOOM)],
    ['Home', () => view.goHome()],
    [']', () => onWalk(1)],
    ['n', () => onWalk(1)],
    ['[', () => onWalk(-1)],
    ['p', () => onWalk(-1)],
    ['Enter', onOpen],
  ]);
  const press = (event: KeyboardEvent) => {
    if (event.target !== stage || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = acts.get(event.key) ?? acts.get(event.key.toLowerCase());
    if (!act) return;
    event.preventDefault();
    act();
  };
  stage.addEventListener('keydown', press);
  return () => stage.removeEventListener('keydown', press);
}
