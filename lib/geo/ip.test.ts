import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { networkOf, plainV4, plainV6Half, publicAddress } from './ip';

describe('publicAddress', () => {
  test.each([
    ['81.2.69.142', '81.2.69.142'],
    ['  81.2.69.142 ', '81.2.69.142'],
    ['81.2.69.142:443', '81.2.69.142'],
    ['[2001:4860:4860::8888]:443', '2001:4860:4860:0:0:0:0:8888'],
    ['2001:4860:4860::8888', '2001:4860:4860:0:0:0:0:8888'],
    ['2A00:1450:4009:80B::200E', '2a00:1450:4009:80b:0:0:0:200e'],
    ['::ffff:8.8.8.8', '8.8.8.8'],
    ['::FFFF:0808:0808', '8.8.8.8'],
    ['10.0.0.1, 192.168.1.4, 81.2.69.142, 8.8.8.8', '81.2.69.142'],
    ['unknown, 8.8.8.8', '8.8.8.8'],
    ['81.2.69.142/32', '81.2.69.142'],
    ['2001:4860:4860::8888/128', '2001:4860:4860:0:0:0:0:8888'],
    ['"81.2.69.142"', '81.2.69.142'],
    ['for=81.2.69.142', '81.2.69.142'],
    ['For="[2001:4860:4860::8888]:4711";proto=https', '2001:4860:4860:0:0:0:0:8888'],
    ['for=_hidden, for=unknown, for="10.0.0.1:99", for=81.2.69.142;by=1.1.1.1', '81.2.69.142'],
    ['64:ff9b::5102:458e', '81.2.69.142'],
    ['64:ff9b::81.2.69.142', '81.2.69.142'],
    ['2002:5102:458e::1', '81.2.69.142'],
  ])('takes %s', (given, expected) => {
    expect(publicAddress(given)?.text).toBe(expected);
  });

  test.each([
    '',
    'abc',
    '999.1.1.1',
    '1.2.3',
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '198.51.100.7',
    '203.0.113.9',
    '198.18.0.1',
    '::',
    '::1',
    'fe80::1%eth0',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '1::2::3',
    '2001:1:2:3:4:5:6:7:8',
    '2001:xyz::1',
    '::ffff:10.0.0.1',
  ])('knows no place for %s', (given) => {
    expect(publicAddress(given)).toBeNull();
  });

  test('never throws, and what it gives it takes again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.ipV4Extended()), (text) => {
        const address = publicAddress(text);
        if (address) expect(publicAddress(address.text)).toEqual(address);
      }),
    );
  });
});

test('networkOf names the /24 or the /48', () => {
  const network = (text: string) => networkOf(publicAddress(text) ?? { text: '', version: 4 });
  expect(network('81.2.69.142')).toBe('81.2.69.0/24');
  expect(network('2001:4860:4860::8888')).toBe('2001:4860:4860::/48');
});

describe('plainV4', () => {
  test.each([
    ['81.2.69.142', 81 * 2 ** 24 + 2 * 2 ** 16 + 69 * 256 + 142],
    ['223.255.255.255', 2 ** 32 - 1 - 32 * 2 ** 24],
    ['10.0.0.1', -1],
    ['192.168.1.1', -1],
    ['81.2.69', -1],
    ['81.2.69.256', -1],
    ['81.2.69.1.1', -1],
    ['81..69.1', -1],
    ['81.2.69.', -1],
    ['81.2.69.0142', -1],
    [' 81.2.69.142', -1],
    ['81.2.69.142:443', -1],
    ['2a00::1', -1],
    ['', -1],
  ])('%j is %i', (text, number) => {
    expect(plainV4(text)).toBe(number);
  });

  test('agrees with publicAddress wherever it answers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 260 }), { minLength: 3, maxLength: 5 }), (bytes) => {
        const text = bytes.join('.');
        const number = plainV4(text);
        const address = publicAddress(text);
        expect(number >= 0).toBe(address !== null);
        if (number >= 0)
          expect(address?.text).toBe([24, 16, 8, 0].map((bits) => (number / 2 ** bits) & 255).join('.'));
      }),
    );
  });
});

describe('plainV6Half', () => {
  test.each([
    ['2a00:1450:4009:80b::200e', '2a00:1450:4009:80b::'],
    ['2a00:1450:4009::1', '2a00:1450:4009::'],
    ['2a00::', '2a00::'],
    ['2A00:1450:4009:80b:0:0:0:200e', '2A00:1450:4009:80b'],
    ['2a00::1:2:3:4', '2a00::'],
    ['2a00::1:2:3:4:5', ''],
    ['2a00:1:2:3:4::1', ''],
    ['2a00:1:2:3::1:2:3:4', ''],
    ['2a00:1::2::3', ''],
    ['2a00:1450::12345', ''],
    ['2a00:1450:1:2:3:4:5', ''],
    ['2a00:1450::1:', ''],
    ['::1', ''],
    [':', ''],
    ['::ffff:1.2.3.4', ''],
    ['[2a00::1]:443', ''],
    ['fe80::1%eth0', ''],
    ['1.2.3.4', ''],
    ['', ''],
  ])('of %j is %j', (text, half) => {
    expect(plainV6Half(text)).toBe(half);
  });

  test('stands for one /64, and for addresses only', () => {
    const group = fc.constantFrom('0', '1', '2a00', '00ff', 'FFFF', '', '12345', 'g');
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 9 }), (groups) => {
        const text = `2001:${groups.join(':')}`;
        const half = plainV6Half(text);
        if (half === '') return;
        const address = publicAddress(text);
        const first = publicAddress(half.endsWith('::') ? half : `${half}::`);
        expect(address?.text.split(':').slice(0, 4)).toEqual(first?.text.split(':').slice(0, 4));
        expect(address).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });
});
