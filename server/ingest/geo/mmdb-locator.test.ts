import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openMmdb } from './mmdb-locator';

const folder = mkdtempSync(join(tmpdir(), 'mmdb-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Value = string | number | { readonly double: number } | { readonly map: Record<string, Value> };

/** The data section's encoding of what these tests need: short texts, small numbers, doubles, small maps. */
function encode(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([Buffer.from([0x40 | value.length]), Buffer.from(value)]);
  if (typeof value === 'number') return Buffer.from([0xa2, value >> 8, value & 255]);
  if ('double' in value) {
    const bytes = Buffer.alloc(9, 0x68);
    bytes.writeDoubleBE(value.double, 1);
    return bytes;
  }
  const entries = Object.entries(value.map);
  return Buffer.concat([
    Buffer.from([0xe0 | entries.length]),
    ...entries.flatMap(([name, inner]) => [encode(name), encode(inner)]),
  ]);
}

/** A tree of one node: addresses below 128.0.0.0 have the first record, the others the second. */
function write(name: string, low: Buffer, high: Buffer): string {
  const tree = Buffer.alloc(6);
  tree.writeUIntBE(1 + 16, 0, 3);
  tree.writeUIntBE(1 + 16 + low.length, 3, 3);
  const metadata = encode({
    map: {
      node_count: 1,
      record_size: 24,
      ip_version: 4,
      binary_format_major_version: 2,
      binary_format_minor_version: 0,
      build_epoch: 1,
      database_type: 'City',
    },
  });
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([tree, Buffer.alloc(16), low, high, marker, metadata]));
  return path;
}

const good = encode({
  map: {
    city: { map: { names: { map: { en: 'Ok' } } } },
    location: { map: { latitude: { double: 39.78 }, longitude: { double: -89.65 } } },
  },
});

test.each([
  ['points to itself', (at: number) => Buffer.from([0x20, at])],
  ['points behind the file', () => Buffer.from([0x27, 0xff])],
  ['is of no known type', () => Buffer.from([0x01, 0xff, 0xff])],
])('a record that %s is an address without a place, and is said once', async (name, damaged) => {
  const said: string[] = [];
  const path = write(`${name}.mmdb`, good, damaged(good.length));
  const locator = await openMmdb(path, (message) => said.push(message));
  for (const ip of ['200.1.2.3', '201.1.2.3'])
    expect(locator.locateNetwork(ip)).toEqual({ place: null, whole: false });
  expect(locator.locate('5.10.0.1')).toMatchObject({ city: 'Ok', lat: 39.78, lng: -89.65 });
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^GEOIP_MMDB_PATH/);
  expect(said[0]).not.toContain('200.1');
});
