import { describe, expect, test } from 'vitest';
import { animatedWebp } from './animated-webp';

/** A one-pixel lossless WebP. */
const PIXEL = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');

const chunks = (file: Buffer) => {
  const found: { name: string; body: Buffer }[] = [];
  for (let at = 12; at < file.length; ) {
    const length = file.readUInt32LE(at + 4);
    found.push({ name: file.toString('latin1', at, at + 4), body: file.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return found;
};

describe('an animated WebP', () => {
  const file = animatedWebp([PIXEL, PIXEL, PIXEL], { width: 960, height: 540, frameMs: 80 });

  test('is a RIFF file of just its own length', () => {
    expect(file.toString('latin1', 0, 4)).toBe('RIFF');
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect(chunks(file).map(({ name }) => name)).toEqual(['VP8X', 'ANIM', 'ANMF', 'ANMF', 'ANMF']);
  });

  test('says its size, that it moves, and for how long each frame is shown', () => {
    const [extended, , frame] = chunks(file);
    expect(extended?.body.readUInt8(0)).toBe(2);
    expect(extended?.body.readUIntLE(4, 3)).toBe(959);
    expect(extended?.body.readUIntLE(7, 3)).toBe(539);
    expect(frame?.body.readUIntLE(6, 3)).toBe(959);
    expect(frame?.body.readUIntLE(12, 3)).toBe(80);
  });

  test('holds each picture as it came', () => {
    const picture = PIXEL.subarray(12, 12 + 8 + PIXEL.readUInt32LE(16));
    for (const { body } of chunks(file).slice(2))
      expect(body.subarray(16, 16 + picture.length)).toEqual(picture);
  });

  test('is refused of what is no WebP', () => {
    expect(() =>
      animatedWebp([Buffer.from('GIF89a and more')], { width: 1, height: 1, frameMs: 80 }),
    ).toThrow('not a WebP');
  });
});
