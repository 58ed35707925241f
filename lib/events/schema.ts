import { EVENT_TYPES } from './event';
import { LIMITS } from './limits';

const text = (maxLength: number, description: string) => ({
  type: ['string', 'null'],
  maxLength,
  description,
});
const ID = '^[^\\u0000-\\u001f\\u007f]*$';
const id = (bytes: number, description: string) => ({
  type: ['string', 'null'],
  maxLength: bytes,
  pattern: ID,
  description: `${description} Compared byte by byte; at most ${bytes} bytes of UTF-8; no control characters.`,
});
const present = (bytes: number) => ({ type: 'string', minLength: 1, maxLength: bytes });

/**
 * The flat JSON event as a JSON Schema (draft 2020-12), served at `/schema/event.json` and tested against the decoder.
 * What a schema cannot say is left to the decoder: lengths in bytes, and the upper bound of `ts`.
 */
export const eventSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: '/schema/event.json',
  title: 'Engagement event',
  description: 'One engagement with a pin. Unknown fields are ignored; null and "" mean absent.',
  type: 'object',
  required: ['type'],
  properties: {
    id: id(
      LIMITS.idBytes,
      'The key by which duplicates are dropped. Derived from the record’s coordinates when absent.',
    ),
    type: { type: 'string', enum: [...EVENT_TYPES] },
    ts: {
      type: ['integer', 'null'],
      minimum: LIMITS.tsMin,
      description:
        'Epoch milliseconds at which it happened; the record’s timestamp when absent. At most a day after the record.',
    },
    userId: id(LIMITS.userIdBytes, 'Who did it. Never leaves the worker.'),
    ip: text(LIMITS.ipChars, 'Address for the geo look-up; stored nowhere.'),
    location: {
      type: ['object', 'null'],
      description: 'In place of `ip`, when the producer knows the place.',
      required: ['lat', 'lng'],
      properties: {
        lat: { type: 'number', minimum: -90, maximum: 90 },
        lng: { type: 'number', minimum: -180, maximum: 180 },
        city: text(LIMITS.cityChars, 'Name of the city.'),
        region: text(LIMITS.regionChars, 'Name or code of the region.'),
        country: {
          type: ['string', 'null'],
          pattern: '^([A-Za-z]{2})?$',
          description: 'ISO 3166-1 alpha-2.',
        },
        accuracyKm: {
          type: ['number', 'null'],
          minimum: 0,
          maximum: 20_100,
          description: 'Radius within which it happened.',
        },
      },
    },
    pinId: id(LIMITS.pinIdBytes, 'The pin. Needed for pin (here or in `pin.id`), repin and comment.'),
    boardId: id(LIMITS.boardIdBytes, 'The board.'),
    pin: {
      type: ['object', 'null'],
      description: 'The full pin. A pin event carries it; other types may. Saved at once.',
      properties: {
        id: id(LIMITS.pinIdBytes, 'Equal to `pinId` when both are there.'),
        title: text(LIMITS.titleChars, 'Shown as text.'),
        description: text(LIMITS.descriptionChars, 'Shown as text.'),
        imageUrl: {
          ...text(LIMITS.urlChars, 'http(s) URL, or a path on the globe’s own origin.'),
          pattern: '^(|[hH][tT][tT][pP][sS]?://[^\\s/]\\S*|/|/[^/\\\\\\s][^\\s\\\\]*)$',
        },
        link: {
          ...text(LIMITS.urlChars, 'http(s) URL.'),
          pattern: '^(|[hH][tT][tT][pP][sS]?://[^\\s/]\\S*)$',
        },
        boardId: id(LIMITS.boardIdBytes, 'The board that holds it.'),
        boardName: text(LIMITS.boardNameChars, 'Name of that board.'),
        category: text(LIMITS.categoryChars, 'For filters and counts.'),
        color: { type: ['string', 'null'], pattern: '^(#[0-9a-fA-F]{6})?$', description: 'Dominant colour.' },
      },
    },
    text: text(LIMITS.textChars, 'The comment.'),
  },
  allOf: [
    {
      description: 'A full pin has an id of its own or that of the event.',
      if: { required: ['pin'], properties: { pin: { type: 'object' } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: {
        anyOf: [
          { required: ['pinId'], properties: { pinId: present(LIMITS.pinIdBytes) } },
          { properties: { pin: { required: ['id'], properties: { id: present(LIMITS.pinIdBytes) } } } },
        ],
      },
    },
    {
      if: { properties: { type: { const: 'pin' } }, required: ['type'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['pin'], properties: { pin: { type: 'object' } } },
    },
    {
      if: { properties: { type: { enum: ['repin', 'comment'] } }, required: ['type'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: {
        anyOf: [
          { required: ['pinId'], properties: { pinId: present(LIMITS.pinIdBytes) } },
          { required: ['pin'], properties: { pin: { type: 'object' } } },
        ],
      },
    },
    {
      if: { properties: { type: { const: 'login' } }, required: ['type'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['userId'], properties: { userId: present(LIMITS.userIdBytes) } },
    },
  ],
} as const;
