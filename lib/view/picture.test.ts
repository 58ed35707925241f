import { expect, test } from 'vitest';
import { allowedColor, allowedLink, allowedPicture } from './picture';

test.each([
  ['/art/p-17.svg', '/art/p-17.svg'],
  ['/art/food/p17.svg', '/art/food/p17.svg'],
  ['/art/../api/live/snapshot', null],
  ['/art/p.svg?x=1', null],
  ['/api/live/snapshot', null],
  ['//evil.example/art/p.svg', null],
  ['https://img.example/a.jpg', 'https://img.example/a.jpg'],
  ['http://img.example/a.jpg', null],
  ['https://img.example.evil.example/a.jpg', null],
  ['https://img.example@evil.example/a.jpg', null],
  ['https://evil.example/a.jpg', null],
  ['data:image/svg+xml,<svg/>', null],
  ['javascript:alert(1)', null],
  ['', null],
  [null, null],
])('the picture %s is loaded from %s', (url, allowed) => {
  expect(allowedPicture(url, ['img.example'])).toBe(allowed);
});

test('loads from no foreign host unless one is named', () => {
  expect(allowedPicture('https://img.example/a.jpg')).toBeNull();
});

test.each([
  ['https://example.com/a', 'https://example.com/a'],
  ['http://example.com/', 'http://example.com/'],
  ['javascript:alert(1)', null],
  [' javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['/relative', null],
  [null, null],
])('the link %s leads to %s', (url, allowed) => {
  expect(allowedLink(url)).toBe(allowed);
});

test.each([
  ['#aabbcc', '#aabbcc'],
  ['red', null],
  ['#abc;background:url(//evil.example)', null],
  [null, null],
])('the colour %s is %s', (color, allowed) => {
  expect(allowedColor(color)).toBe(allowed);
});
