import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEvent } from './decode';

const AT = { topic: 'engagement', partition: 3, epoch: 1, offset: 42 };
const NOW = 1_790_000_000_000;
const encode = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const decode = (value: unknown, headers: Record<string, string> = {}, timestamp = NOW) =>
  decodeEvent(
    {
      value: value instanceof Uint8Array || value === null ? value : encode(value),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, encode(text)])),
      timestamp,
    },
    AT,
  );
const event = (value: unknown, headers?: Record<string, string>) => {
  const result = decode(value, headers);
  if (!result.ok) throw new Error(`${result.reason} ${result.field} ${result.detail}`);
  return result.event;
};
const refusal = (value: unknown, headers?: Record<string, string>) => {
  const result = decode(value, headers);
  return result.ok ? 'accepted' : `${result.reason}${result.field === null ? '' : ` ${result.field}`}`;
};
const REPIN = {
  id: 'e1',
  type: 'repin',
  ts: NOW - 5,
  userId: 'u1',
  ip: '81.2.69.142',
  pinId: 'p1',
  boardId: 'b1',
};

describe('decodeEvent', () => {
  test('takes a flat repin as it is', () => {
    expect(event(REPIN)).toMatchObject({
      ...REPIN,
      key: 'e1',
      source: null,
      idDerived: false,
      pin: null,
      text: null,
    });
  });

  test('derives a missing id from the coordinates, the same each time', () => {
    const { id: _, ...anonymous } = REPIN;
    expect(event(anonymous)).toMatchObject({
      id: 'engagement/1/3/42',
      key: 'engagement/1/3/42',
      idDerived: true,
    });
    expect(event(anonymous)).toEqual(event(anonymous));
  });

  test('takes the record’s timestamp where ts is missing', () => {
    expect(event({ ...REPIN, ts: undefined }).ts).toBe(NOW);
  });

  test.each([
    ['microseconds', NOW * 1_000],
    ['nanoseconds', NOW * 1_000_000],
    ['seconds', NOW / 1_000],
  ])('refuses a record in %s where ts is missing', (_, timestamp) => {
    expect(decode({ ...REPIN, ts: undefined }, {}, timestamp)).toMatchObject({
      reason: 'ts_out_of_range',
      field: 'ts',
    });
  });

  test('does not let a record in microseconds stretch the bound of ts', () => {
    expect(decode({ ...REPIN, ts: NOW }, {}, NOW * 1_000).ok).toBe(true);
    expect(decode({ ...REPIN, ts: NOW * 1_000 }, {}, NOW * 1_000).ok).toBe(false);
  });

  test.each([
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2017-01-01T00:59:60.5+01:00', '2017-01-01T00:00:00.000Z'],
    ['2024-02-29T12:00:00.25-03:00', '2024-02-29T15:00:00.250Z'],
    ['2026-01-31t00:00:00z', '2026-01-31T00:00:00.000Z'],
  ])('reads the time %s', (time, iso) => {
    const { id, type, ts: _, ...data } = REPIN;
    const cloud = { specversion: '1.0', id, source: 's', type, time, data };
    expect(new Date(event(cloud).ts).toISOString()).toBe(iso);
  });

  test.each([
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:61Z',
  ])('refuses the time %s, which no calendar has', (time) => {
    const { id, type, ts: _, ...data } = REPIN;
    expect(refusal({ specversion: '1.0', id, source: 's', type, time, data })).toBe('bad_field time');
  });

  test('keeps ids that differ by case, accent or trailing blank apart', () => {
    expect(new Set(['ABC', 'abc', 'abc ', 'ábc'].map((id) => event({ ...REPIN, id }).key)).size).toBe(4);
  });

  test('reads JSON behind the schema-registry prefix', () => {
    const framed = new Uint8Array([0, 0, 0, 0, 7, ...encode(REPIN)]);
    expect(event(framed).id).toBe('e1');
  });

  test('reads a structured CloudEvent and keys it by source and id', () => {
    const { id, type, ts, ...data } = REPIN;
    const cloud = {
      specversion: '1.0',
      id,
      source: '/app',
      type: `com.example.${type}.v2`,
      time: '2026-09-21T14:13:20Z',
      data,
    };
    expect(event(cloud)).toMatchObject({
      id: 'e1',
      source: '/app',
      key: '/app\u001fe1',
      type: 'repin',
      pinId: 'p1',
      ts: Date.parse(cloud.time),
    });
    expect(event({ ...cloud, data: undefined, data_base64: btoa(JSON.stringify(data)) }).pinId).toBe('p1');
    expect(ts).toBe(NOW - 5);
  });

  test('reads a binary CloudEvent from its headers', () => {
    const { id: _i, type: _t, ...data } = REPIN;
    const headers = { ce_specversion: '1.0', ce_id: 'e9', ce_source: 'shop', ce_type: 'repin' };
    expect(event(data, headers)).toMatchObject({ id: 'e9', source: 'shop', type: 'repin', ts: NOW - 5 });
  });

  test('takes pinId and boardId from the full pin', () => {
    const pin = { id: 'p7', title: 'Ramen', boardId: 'b7', color: '#AABBCC', imageUrl: '/art/p7.svg' };
    expect(event({ type: 'pin', id: 'e', ts: NOW, pin })).toMatchObject({
      pinId: 'p7',
      boardId: 'b7',
      pin: { color: '#aabbcc' },
    });
  });

  test('is not fooled by __proto__', () => {
    const text = `{"__proto__":{"type":"repin","pinId":"p"},"id":"x","ts":${NOW}}`;
    expect(refusal(text)).toBe('missing_field type');
    expect(({} as Record<string, unknown>).pinId).toBeUndefined();
  });

  test.each([
    ['nothing', null, 'empty'],
    ['no bytes', new Uint8Array(), 'empty'],
    ['invalid UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'not_utf8'],
    ['half a JSON', '{"id":', 'not_json'],
    ['NaN', '{"id":"a","type":"repin","ts":NaN}', 'not_json'],
    ['an array', '[1]', 'not_an_event'],
    ['a number', '7', 'not_an_event'],
    ['null', 'null', 'not_an_event'],
    ['Avro behind the prefix', new Uint8Array([0, 0, 0, 0, 7, 2, 4, 6]), 'unsupported_format'],
    ['a megabyte', `"${'x'.repeat(1 << 20)}"`, 'too_large'],
    ['no type', { id: 'a' }, 'missing_field type'],
    ['a type of another kind', { type: 7 }, 'bad_field type'],
    ['an unknown type', { ...REPIN, type: 'like' }, 'unknown_type type'],
    ['a type that only looks known', { ...REPIN, type: 'Repin' }, 'unknown_type type'],
    ['a dotted flat type', { ...REPIN, type: 'com.example.repin' }, 'unknown_type type'],
    ['seconds for milliseconds', { ...REPIN, ts: 1_790_000_000 }, 'ts_out_of_range ts'],
    ['a ts two days ahead', { ...REPIN, ts: NOW + 2 * 86_400_000 }, 'ts_out_of_range ts'],
    ['a ts in quotes', { ...REPIN, ts: '1790000000000' }, 'bad_field ts'],
    ['a ts with a fraction', { ...REPIN, ts: NOW + 0.5 }, 'bad_field ts'],
    ['a numeric id', { ...REPIN, id: 5 }, 'bad_field id'],
    ['an id with a newline', { ...REPIN, id: 'a\nb' }, 'bad_field id'],
    [
      'half a surrogate pair in an id',
      `{"id":"\\ud800","type":"repin","pinId":"p","ts":${NOW}}`,
      'bad_field id',
    ],
    ['an id of 256 bytes', { ...REPIN, id: 'é'.repeat(128) }, 'bad_field id'],
    ['a repin of nothing', { ...REPIN, pinId: undefined }, 'missing_field pinId'],
    ['a comment on nothing', { ...REPIN, type: 'comment', pinId: '' }, 'missing_field pinId'],
    ['a login of nobody', { id: 'l', type: 'login', ts: NOW }, 'missing_field userId'],
    ['a pin without its pin', { ...REPIN, type: 'pin' }, 'missing_field pin'],
    ['a pin that is a text', { ...REPIN, type: 'pin', pin: 'p' }, 'bad_field pin'],
    ['two pin ids', { ...REPIN, pin: { id: 'other' } }, 'bad_field pin.id'],
    ['a script for a link', { ...REPIN, pin: { link: 'javascript:alert(1)' } }, 'bad_field pin.link'],
    [
      'a foreign image without a scheme',
      { ...REPIN, pin: { imageUrl: '//evil.example/x' } },
      'bad_field pin.imageUrl',
    ],
    ['a colour by name', { ...REPIN, pin: { color: 'red' } }, 'bad_field pin.color'],
    ['a latitude of 91', { ...REPIN, location: { lat: 91, lng: 0 } }, 'bad_field location.lat'],
    ['a location without a longitude', { ...REPIN, location: { lat: 1 } }, 'missing_field location.lng'],
    [
      'a country by name',
      { ...REPIN, location: { lat: 1, lng: 1, country: 'Fr!' } },
      'bad_field location.country',
    ],
    [
      'a CloudEvent of another version',
      { specversion: '0.3', id: 'a', source: 'b', type: 'repin', data: {} },
      'bad_field specversion',
    ],
    [
      'a CloudEvent without a source',
      { specversion: '1.0', id: 'a', type: 'repin', data: {} },
      'missing_field source',
    ],
    [
      'a CloudEvent with a vague time',
      { specversion: '1.0', id: 'a', source: 's', type: 'repin', time: 'noon', data: {} },
      'bad_field time',
    ],
  ])('refuses %s', (_name, value, reason) => {
    expect(refusal(value)).toBe(reason);
  });

  test('never repeats the value in a refusal', () => {
    const result = decode({ ...REPIN, ip: 17, userId: 'secret-user' });
    expect(JSON.stringify(result)).not.toContain('secret-user');
  });

  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(encode)), (bytes) => {
        expect(decode(bytes)).toHaveProperty('ok');
      }),
      { numRuns: 2_000 },
    );
  });

  test('never throws, whatever stands in the fields', () => {
    const anything = fc.option(fc.anything({ maxDepth: 2 }), { nil: undefined });
    const shape = fc.record({
      id: anything,
      ts: anything,
      pinId: anything,
      userId: anything,
      pin: anything,
      location: anything,
      ip: anything,
      text: anything,
    });
    fc.assert(
      fc.property(shape, fc.constantFrom('pin', 'repin', 'comment', 'login'), (fields, type) => {
        let text: string;
        try {
          text = JSON.stringify({ ...fields, type });
        } catch {
          return;
        }
        expect(decode(text)).toHaveProperty('ok');
      }),
      { numRuns: 2_000 },
    );
  });
});
