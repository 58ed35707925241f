'use client';
import { type RefObject, useCallback, useEffect, useId, useRef, useState } from 'react';
import { nameKey, type Place } from '../../lib/geo/place';
import { pickPlace } from '../../lib/globe/place-pick';
import { toVector } from '../../lib/globe/sphere';
import type { PlaceCount } from '../../lib/live/protocol';
import { type RoomFilter, roomQuery } from '../../lib/live/room-filter';
import { formatMany } from '../../lib/view/format';
import { placeWords } from '../../lib/view/place-name';
import type { StageView } from '../globe/stage-view';
import type { LiveStore } from '../live/live-store';
import { bringIntoSight } from './bring-into-sight';
import { type Choice, keyOf, spotOf } from './choice';
import { DetailsFrame } from './details-frame';
import { HoverTip } from './hover-tip';
import { PinCard, RingCards } from './pin-card';
import { PlacePanel } from './place-panel';
import { RoomContext } from './room-context';
import { type Target, watchKeys, watchPointer } from './stage-hand';
import './ground.css';
import './walk-note.css';

/** CSS pixels around the middle of a hot place that count as the place. */
const TOLERANCE_PX = 16;

export type DetailsLayerProps = {
  /** The focusable box of the scene. */
  readonly stage: RefObject<HTMLElement | null>;
  readonly view: StageView | null;
  readonly store: LiveStore;
  /** False while repins are hidden: then there is no heat to point at. */
  readonly heated: boolean;
  readonly choice: Choice | null;
  readonly onChoose: (choice: Choice | null) => void;
  readonly now: number;
  readonly imageHosts: readonly string[];
  /** What the viewer looks through. */
  readonly room: RoomFilter;
  /** The page leaves categories out, which places still have. */
  readonly narrowed: boolean;
};

type Hover = { readonly target: Target; readonly x: number; readonly y: number };

/** All that stands between a look at the globe and the pin behind it: pointer, keys, tip, card and panel. */
export function DetailsLayer(props: DetailsLayerProps) {
  const { stage, view, choice, now, imageHosts, room } = props;
  const titleId = useId();
  const latest = useRef(props);
  latest.current = props;
  const [hover, setHover] = useState<Hover | null>(null);
  const [walked, setWalked] = useState('');
  const walkedTo = useRef<PlaceCount | null>(null);
  /** What had the focus before a card took it. */
  const origin = useRef<HTMLElement | null>(null);

  const close = useCallback(() => {
    const { choice, onChoose, stage } = latest.current;
    onChoose(null);
    const back = origin.current?.isConnected ? origin.current : stage.current;
    origin.current = null;
    back?.focus({ preventScroll: true });
    // The globe was brought into sight, and the list went out of it.
    if (choice?.fly && back) bringIntoSight(back);
  }, []);
  const choose = useCallback((next: Choice) => {
    setHover(null);
    latest.current.onChoose(next);
  }, []);

  // Before the card takes it: layout effects of children come first, so the render itself has to look.
  if (choice && !origin.current && typeof document !== 'undefined')
    origin.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;

  useEffect(() => {
    const element = stage.current;
    if (!element || !view) return;
    const targetAt = (x: number, y: number): Target | null => {
      const ring = view.ringAt(x, y);
      if (ring) return { kind: 'ring', ring };
      const ground = latest.current.heated ? view.groundAt(x, y) : null;
      if (!ground) return null;
      const hot = pickPlace(
        latest.current.store.hotPlaces(),
        toVector(ground.lat, ground.lng),
        TOLERANCE_PX * view.radiansPerPx(),
      );
      return hot && { kind: 'place', hot };
    };
    const open = (target: Target, fly: boolean) =>
      choose(
        target.kind === 'ring'
          ? { kind: 'ring', ring: target.ring, fly }
          : { kind: 'place', place: target.hot.place, fly },
      );
    const leavePointer = watchPointer(element, {
      targetAt,
      onHover: (target, x, y) => setHover(target && { target, x, y }),
      onChoose: (target) => {
        if (target) open(target, false);
        else if (latest.current.choice) close();
      },
    });
    const leaveKeys = watchKeys(element, {
      view,
      onWalk: (step) => {
        const places = latest.current.store.getView().topPlaces;
        if (places.length === 0) return setWalked('No hot place at the moment.');
        const before = walkedTo.current && nameKey(walkedTo.current.place);
        const at = places.findIndex(({ place }) => nameKey(place) === before);
        const index =
          at < 0 ? (step > 0 ? 0 : places.length - 1) : (at + step + places.length) % places.length;
        const hot = places[index];
        if (!hot) return;
        walkedTo.current = hot;
        view.hold(true);
        view.flyTo(hot.place);
        // The map does not turn: there a word beside the place shows where it is.
        const { x, y } = view.project(hot.place.lat, hot.place.lng);
        if (view.kind === 'map') setHover({ target: { kind: 'place', hot }, x, y });
        setWalked(
          `${placeWords(hot.place)}, ${formatMany(hot.count, 'repin')} in 5 min, ${index + 1} of ${places.length}`,
        );
      },
      onOpen: () => {
        const box = element.getBoundingClientRect();
        const hot = walkedTo.current;
        const target: Target | null = hot
          ? { kind: 'place', hot }
          : targetAt(box.left + box.width / 2, box.top + box.height / 2);
        if (target) open(target, true);
        else setWalked('Nothing in the middle of the globe. N leads to the hottest place.');
      },
    });
    const blur = () => {
      // A card has the focus: the walk goes on from here when it is closed.
      if (latest.current.choice) return;
      walkedTo.current = null;
      setWalked('');
      setHover(null);
      view.hold(false);
    };
    // Turned by hand or by key: it is no longer the place in the middle.
    const turned = (event: KeyboardEvent) => {
      if (/^(Arrow|Home)/.test(event.key)) walkedTo.current = null;
    };
    element.addEventListener('blur', blur);
    element.addEventListener('keydown', turned);
    return () => {
      leavePointer();
      leaveKeys();
      element.removeEventListener('blur', blur);
      element.removeEventListener('keydown', turned);
      view.hold(false);
    };
  }, [stage, view, choose, close]);

  const about = choice && keyOf(choice);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each choice
  useEffect(() => {
    view?.hold(choice !== null);
    const spot = choice?.fly ? spotOf(choice) : null;
    if (!spot || !view) return;
    view.flyTo(spot);
    // Where a place is flown to.
    if (stage.current) bringIntoSight(stage.current);
  }, [about, view]);

  // A ring of another room: there it may stand for other pins, or for none.
  const roomText = roomQuery(room);
  const seenIn = useRef(roomText);
  useEffect(() => {
    if (seenIn.current === roomText) return;
    seenIn.current = roomText;
    setHover(null);
    if (latest.current.choice?.kind === 'ring') latest.current.onChoose(null);
  }, [roomText]);

  const isOpen = choice !== null;
  useEffect(() => {
    if (!isOpen) return;
    const press = ({ target }: PointerEvent) => {
      if (!(target instanceof Element) || target.closest('.details')) return;
      // The globe's own clicks choose or close by themselves, and may be drags.
      if (stage.current?.contains(target)) return;
      origin.current = null;
      latest.current.onChoose(null);
    };
    document.addEventListener('pointerdown', press);
    return () => document.removeEventListener('pointerdown', press);
  }, [isOpen, stage]);

  const openPlace = (place: Place) => choose({ kind: 'place', place, fly: true });
  const shared = { titleId, now, imageHosts };
  return (
    <RoomContext value={room}>
      <p className="walk-note" aria-live="polite" data-testid="walk-note">
        {walked}
      </p>
      {hover && !choice && <HoverTip {...hover} imageHosts={imageHosts} />}
      {choice && about && (
        <DetailsFrame about={about} titleId={titleId} spot={spotOf(choice)} view={view} onClose={close}>
          {choice.kind === 'place' && (
            <PlacePanel
              key={about}
              {...shared}
              place={choice.place}
              narrowed={props.narrowed}
              onCard={(card) => choose({ kind: 'card', card, fly: true })}
            />
          )}
          {choice.kind === 'ring' && (
            <RingCards key={about} {...shared} ring={choice.ring} onPlace={openPlace} />
          )}
          {choice.kind === 'card' && <PinCard {...shared} card={choice.card} onPlace={openPlace} />}
        </DetailsFrame>
      )}
    </RoomContext>
  );
}
