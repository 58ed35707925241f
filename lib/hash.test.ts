import { expect, test } from 'vitest';
import { fnv, hash } from './hash';

// The published test vectors of FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['b', 0xe70c2de5],
  ['foobar', 0xbf9cf968],
])('FNV-1a of "%s"', (text, wanted) => {
  expect(fnv(text) >>> 0).toBe(wanted);
});

test('what texts have in common is hashed once', () => {
  expect(fnv('bar', fnv('foo'))).toBe(fnv('foobar'));
});

test('texts that differ in the last character differ in high and low bits alike', () => {
  const hashes = Array.from({ length: 1_000 }, (_, number) => hash(`event-${number}`));
  expect(new Set(hashes.map((word) => word >>> 24)).size).toBeGreaterThan(200);
  expect(new Set(hashes.map((word) => word & 0xff)).size).toBeGreaterThan(200);
});
