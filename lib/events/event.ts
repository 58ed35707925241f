/** The four ways in which people engage with pins. The order is part of the wire format: append only. */
export const EVENT_TYPES = ['pin', 'repin', 'comment', 'login'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** A pin as it is shown: what a card needs. `id` is compared byte by byte (case, accents and blanks count). */
export type FullPin = {
  readonly id: string;
  readonly title: string | null;
  readonly description: string | null;
  /** `https:`/`http:` URL, or a root-relative path on our own origin (`/art/…`). */
  readonly imageUrl: string | null;
  /** `https:`/`http:` URL. */
  readonly link: string | null;
  readonly boardId: string | null;
  readonly boardName: string | null;
  readonly category: string | null;
  /** Dominant colour, `#rrggbb`. */
  readonly color: string | null;
};

/** A location that the producer already knew, in place of an address. */
export type GivenLocation = {
  readonly lat: number;
  readonly lng: number;
  readonly city: string | null;
  readonly region: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | null;
  /** Radius in km within which the event happened; null when the producer did not say. */
  readonly accuracyKm: number | null;
};

/** One engagement, decoded and validated. Contract and limits: docs/events.md. */
export type EngagementEvent = {
  /** The key by which duplicates are dropped: the id, or CloudEvents source and id (see `eventKey`). */
  readonly key: string;
  readonly id: string;
  /** CloudEvents `source`; null for flat JSON. */
  readonly source: string | null;
  /** True when the producer gave no id and it was derived from the source coordinates. */
  readonly idDerived: boolean;
  readonly type: EventType;
  /** Epoch milliseconds at which it happened. */
  readonly ts: number;
  readonly userId: string | null;
  readonly ip: string | null;
  readonly location: GivenLocation | null;
  readonly pinId: string | null;
  readonly boardId: string | null;
  readonly pin: FullPin | null;
  readonly text: string | null;
  /** Of its record in its partition. */
  readonly offset: number;
};

/** Where an event came from. Compared as (epoch, offset) within one (topic, partition): docs/reliability.md. */
export type SourceCoordinates = {
  readonly topic: string;
  readonly partition: number;
  /** Raised when a topic was made anew and its offsets began again. */
  readonly epoch: number;
  readonly offset: number;
};
