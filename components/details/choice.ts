import type { Place } from '../../lib/geo/place';
import type { LatLng } from '../../lib/globe/sphere';
import type { Card } from '../../lib/live/protocol';
import type { PickedRing } from '../globe/stage-view';

/** What the viewer wants to know more of. `fly`: the globe is to bring it into sight. */
export type Choice = { readonly fly: boolean } & (
  | { readonly kind: 'ring'; readonly ring: PickedRing }
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'place'; readonly place: Place }
);

/** Where it is; null for what has no place. */
export function spotOf(choice: Choice): LatLng | null {
  switch (choice.kind) {
    case 'ring':
      return choice.ring;
    case 'card':
      return choice.card.place;
    case 'place':
      return choice.place;
  }
}

/** Another one is another question. */
export function keyOf(choice: Choice): string {
  switch (choice.kind) {
    case 'ring':
      return `ring ${JSON.stringify(choice.ring.question)}`;
    case 'card':
      return `card ${choice.card.handle}`;
    case 'place':
      return `place ${JSON.stringify(choice.place)}`;
  }
}
