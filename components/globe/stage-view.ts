import type { EventType } from '../../lib/events/event';
import type { Place } from '../../lib/geo/place';
import type { LatLng } from '../../lib/globe/sphere';
import type { CardsQuestion } from '../../lib/live/details';

/** A ring that was pointed at. `lat`, `lng`: where it is drawn, which is near its place. */
export type PickedRing = LatLng & {
  readonly type: EventType;
  /** Events of its own record: a fold has several. */
  readonly count: number;
  /** Further events, near it in place and time, that were gathered into it because rings were too many. */
  readonly gathered: number;
  readonly place: Place;
  readonly question: CardsQuestion;
};

/** A spot on screen. `visible`: false behind the globe or beside the stage. */
export type ScreenSpot = { readonly x: number; readonly y: number; readonly visible: boolean };

/**
 * What may be asked of the scene, and told to it, by what stands over it: the globe's or the flat map's. Points are CSS
 * pixels of the window. Everything is computed when it is asked; nothing here is called per event.
 */
export type StageView = {
  /** The map lies still: it has nowhere to fly to. */
  readonly kind: 'globe' | 'map';
  /** The ground below a point; null beside the globe. */
  groundAt(x: number, y: number): LatLng | null;
  /** The ring that is meant by a point, also if it faded a moment ago; null when there is none. */
  ringAt(x: number, y: number): PickedRing | null;
  project(lat: number, lng: number): ScreenSpot;
  /** Radians of ground that a CSS pixel covers in the middle of the stage. */
  radiansPerPx(): number;
  /** What the middle of the stage shows. */
  centre(): LatLng;
  /** Eases to a place; with reduced motion it jumps. */
  flyTo(place: LatLng): void;
  /** Turns by so many degrees: what is seen moves on to the north and to the east. */
  turnBy(north: number, east: number): void;
  /** Above 1: nearer. */
  zoomBy(factor: number): void;
  /** Back to where it began, at the distance at which it began. */
  goHome(): void;
  /** Lone events that are shown by the ring of another one beside them, since the scene began. */
  joined(): number;
  /** While held the globe does not turn by itself. */
  hold(held: boolean): void;
};
