import { Ajv2020 } from 'ajv/dist/2020';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEvent } from './decode';
import { EVENT_TYPES } from './event';
import { eventSchema } from './schema';

const NOW = 1_790_000_000_000;
const validate = new Ajv2020({
  strict: true,
  strictRequired: false,
  strictTypes: false,
  allowUnionTypes: true,
}).compile(eventSchema);

/** Mostly good values, so that one bad field decides and not ten. */
const mostly = <T>(good: readonly T[], bad: readonly unknown[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom<unknown>(...good) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(...bad) },
  );
const id = mostly(['a', 'a', 'a', 'é', null, ''], [5, 'a\nb', 'x'.repeat(300)]);
const text = mostly(['hello', '', null, undefined], [7, {}]);
const event = fc.record({
  id,
  type: mostly(EVENT_TYPES, ['like', undefined, 7]),
  ts: mostly([NOW, null, undefined], [12, 'soon', NOW + 0.5]),
  userId: id,
  ip: text,
  pinId: id,
  boardId: id,
  text,
  location: mostly(
    [undefined, null, { lat: 1, lng: 2 }, { lat: 1, lng: 2, country: 'de' }],
    [
      { lat: 1 },
      { lat: 99, lng: 0 },
      'here',
      { lat: 1, lng: 2, country: 'x' },
      { lat: 1, lng: 2, accuracyKm: -1 },
    ],
  ),
  pin: fc.option(
    fc.record({
      id: mostly(['a', undefined, ''], [3]),
      title: text,
      imageUrl: mostly(
        ['/art/a.svg', 'https://i.example/a.jpg', undefined, '', '/'],
        ['//x', 'ftp://x', 'http:// x'],
      ),
      link: mostly(['https://example.com', undefined], ['javascript:x', '/a']),
      color: mostly(['#aabbcc', undefined], ['red']),
    }),
    { nil: undefined },
  ),
});

test('the schema and the decoder agree on flat events', () => {
  let accepted = 0;
  fc.assert(
    fc.property(event, (fields) => {
      const json = JSON.stringify(fields);
      const parsed = JSON.parse(json);
      // That two pin ids agree is beyond a schema.
      fc.pre(!(parsed.pin?.id && parsed.pinId && parsed.pin.id !== parsed.pinId));
      const result = decodeEvent(
        { value: new TextEncoder().encode(json), headers: {}, timestamp: NOW },
        { topic: 't', partition: 0, epoch: 0, offset: 0 },
      );
      if (result.ok) accepted++;
      expect({ json, ok: validate(parsed) }).toEqual({ json, ok: result.ok });
    }),
    { numRuns: 5_000 },
  );
  expect(accepted).toBeGreaterThan(500);
});
