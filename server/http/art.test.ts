import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../lib/simulation/catalogue';
import { serveArt } from './art';

const [first] = CATALOGUE;
if (!first) throw new Error('an empty catalogue');

describe('serveArt', () => {
  test('draws the picture of a pin, to be kept for ever and to run nothing', () => {
    const answer = serveArt(first.imageUrl);
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'image/svg+xml; charset=utf-8',
        'cache-control': expect.stringContaining('immutable'),
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      },
    });
    expect(answer?.body).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(serveArt(first.imageUrl)).toEqual(answer);
  });

  test.each([
    '/art/',
    '/art/nobody-001.svg',
    '/art/food-001.png',
    '/art/food-001',
    '/art/FOOD-001.svg',
    '/art/../food-001.svg',
    '/art/food-001.svg/x',
    '/art/__proto__.svg',
  ])('knows no picture %s', (path) => {
    expect(serveArt(path)).toMatchObject({ status: 404 });
  });

  test.each(['/', '/artful', '/api/live/snapshot'])('leaves %s to others', (path) => {
    expect(serveArt(path)).toBeNull();
  });
});
