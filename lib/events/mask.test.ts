import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskAddresses, maskPayload, shapeOf } from './mask';

const bytes = (text: string) => new TextEncoder().encode(text);
const shown = (value: unknown) => maskPayload(bytes(JSON.stringify(value)));

describe('what is shown of a payload', () => {
  test('fields without a person stay, the rest is told by its kind', () => {
    const { kind, text } = shown({
      id: 'event-of-ada',
      type: 'repin',
      ts: 1_790_000_000,
      userId: 'ada-lovelace-17',
      ip: '203.0.113.77',
      pinId: 'p42',
      location: { lat: 59.913868, lng: 10.752245, city: 'Oslo', country: 'NO' },
      text: 'call me on 5550123',
      user_name: 'Ada',
      score: 5550123,
    });
    expect(kind).toBe('json');
    expect(JSON.parse(text)).toEqual({
      id: '<text, 12 characters>',
      type: 'repin',
      ts: 1_790_000_000,
      userId: "<text, 15 characters, a person's>",
      ip: '<address>',
      pinId: 'p42',
      location: { lat: 60, lng: 11, city: '<text, 4 characters>', country: 'NO' },
      text: '<text, 18 characters>',
      user_name: "<text, 3 characters, a person's>",
      score: '<number>',
    });
  });

  test('a user id or an address that stands where it does not belong goes too, in names as well', () => {
    const { text } = shown({
      userId: 'ada',
      pinId: 'pin-of-ada',
      type: 'ada',
      boardId: '203-0-113-77',
      ip: '203-0-113-77',
      tags: ['ada', '203.0.113.77', { deep: '2001:db8::1' }],
      'user 17': 1,
      ada: true,
      '203.0.113.77': true,
    });
    expect(text).not.toMatch(/ada|203|2001|17/);
  });

  test('data of a CloudEvent is looked into, as an object and as text', () => {
    const data = { type: 'repin', userId: 'ada-17', ip: '203.0.113.77' };
    for (const given of [data, JSON.stringify(data)]) {
      const { text } = shown({
        specversion: '1.0',
        source: '/users/ada-17',
        type: 'com.example.repin',
        data: given,
      });
      expect(text).toContain('com.example.repin');
      expect(text).not.toMatch(/ada-17|203\.0/);
    }
    expect(shown({ specversion: '1.0', data_base64: btoa(JSON.stringify(data)) }).text).not.toContain('eyJ');
  });

  test('what cannot be parsed is shown by its shape, with the words of the format', () => {
    expect(maskPayload(bytes('{"type":"repin","userId":"ada-17","ip":"203.0.113.77"'))).toEqual({
      kind: 'text',
      text: '{"type":"repin","userId":"xxx-00","ip":"000.0.000.00"',
    });
    expect(shapeOf('Žofie 7')).toBe('?xxxx 0');
    expect(maskPayload(new Uint8Array([0x1f, 0x8b, 0xff, 0x61, 0x31]))).toEqual({
      kind: 'binary',
      text: '<not UTF-8, begins with 1f 8b ff 61 31>\n???x0',
    });
    expect(maskPayload(new Uint8Array())).toEqual({ kind: 'empty', text: '' });
    const prefixed = maskPayload(new Uint8Array([0, 0, 0, 1, 2, ...bytes('{"type":"pin","userId":"ada"}')]));
    expect(prefixed.text).toContain('<schema-registry prefix 00 00 00 01 02>');
    expect(prefixed.text).not.toContain('ada');
  });

  test('is bounded, whatever the depth and the width', () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`n${at}`, at])));
    for (const text of [deep, wide, 'x'.repeat(65_536)])
      expect(maskPayload(bytes(text)).text.length).toBeLessThan(8_000);
    expect(() => shown(JSON.parse('{"__proto__":{"userId":"ada"},"constructor":"x"}'))).not.toThrow();
  });

  test('no address and no user id survives, wherever they stand in whatever JSON', () => {
    const secret = fc.constantFrom('203.0.113.77', '2001:db8:0:7::beef', 'ada-lovelace-17');
    const leaf = fc.oneof(
      secret,
      fc.string(),
      fc.integer(),
      secret.map((one) => `by ${one}!`),
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(
          fc.oneof(fc.string(), secret, fc.constantFrom('type', 'pinId', 'ip', 'userId', 'data')),
          tie('node'),
          { maxKeys: 5 },
        ),
      ),
    })).node;
    const find = /203\.0\.113|2001:db8|lovelace/;
    fc.assert(
      fc.property(tree, fc.nat(60), (value, cut) => {
        const whole = JSON.stringify({ userId: 'ada-lovelace-17', value });
        expect(maskPayload(bytes(whole)).text).not.toMatch(find);
        // Cut off in the middle it cannot be parsed any more.
        expect(maskPayload(bytes(whole.slice(0, -1 - cut))).text).not.toMatch(find);
      }),
      { numRuns: 500 },
    );
  });
});

test('lines of ours lose what looks like an address', () => {
  expect(maskAddresses('at 203.0.113.77 and 2001:db8::1, 10:15:30, v1.2.3')).toBe(
    'at <address> and <address>, 10:15:30, v1.2.3',
  );
});
