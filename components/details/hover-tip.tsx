'use client';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { fetchCards } from '../../lib/live/client/fetch-details';
import type { Card } from '../../lib/live/protocol';
import { formatCount, formatMany } from '../../lib/view/format';
import { placeWords } from '../../lib/view/place-name';
import { Picture } from '../hud/picture';
import { RoomContext } from './room-context';
import type { Target } from './stage-hand';
import './hover-tip.css';

/** A pointer that rests on a ring for so long wants to see its pin. */
const REST_MS = 300;
const OFF_PX = 16;

export type HoverTipProps = {
  readonly target: Target;
  /** CSS pixels of the window. */
  readonly x: number;
  readonly y: number;
  readonly imageHosts: readonly string[];
};

/** `Lyon, France · 3 repins`. */
export function targetWords(target: Target): string {
  const [place, count, kind] =
    target.kind === 'ring'
      ? [target.ring.place, target.ring.count, target.ring.type]
      : [target.hot.place, target.hot.count, 'repin'];
  const gathered = target.kind === 'ring' ? target.ring.gathered : 0;
  const more = gathered > 0 ? `, and ${formatCount(gathered)} near it` : '';
  return `${placeWords(place)} · ${formatMany(count, kind)}${more}${target.kind === 'place' ? ' in 5 min' : ''}`;
}

/** One quiet line beside the pointer; after a moment of rest, a ring's newest pin with it. */
export function HoverTip({ target, x, y, imageHosts }: HoverTipProps) {
  const box = useRef<HTMLDivElement>(null);
  const [card, setCard] = useState<Card | null>(null);
  const question = target.kind === 'ring' ? target.ring.question : null;
  const room = useContext(RoomContext);
  const key = JSON.stringify([question, room]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question
  useEffect(() => {
    setCard(null);
    if (!question) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const told = await fetchCards('', question, stop.signal, room);
      if (!stop.signal.aborted && told.ok) setCard(told.answer.cards[0] ?? null);
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = x + OFF_PX + width > window.innerWidth - 8 ? x - OFF_PX - width : x + OFF_PX;
    const top = Math.min(Math.max(y - height / 2, 8), window.innerHeight - height - 8);
    element.style.transform = `translate(${Math.max(8, Math.round(left))}px, ${Math.round(top)}px)`;
  });
  return (
    <div className="hover-tip" data-testid="hover-tip" ref={box} aria-hidden="true">
      {card && card.type !== 'login' && <Picture url={card.imageUrl} color={card.color} hosts={imageHosts} />}
      <p>
        {card?.title && <b className="hover-tip-title">{card.title}</b>}
        <span className="hover-tip-where">{targetWords(target)}</span>
      </p>
    </div>
  );
}
