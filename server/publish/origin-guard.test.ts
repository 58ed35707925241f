import { expect, test } from 'vitest';
import { mayConnect, mayStream } from './origin-guard';

test.each([
  ['the own page', 'http://globe.example:3000', true],
  ['the own page behind TLS', 'https://globe.example:3000', true],
  ['a listed page', 'https://dash.example', true],
  ['another port', 'http://globe.example:3001', false],
  ['a listed name by another scheme', 'http://dash.example', false],
  ['a name that only begins alike', 'https://dash.example.evil.example', false],
  ['a foreign page', 'https://evil.example', false],
  ['a sandboxed frame', 'null', false],
  ['nothing', undefined, false],
  ['an empty origin', '', false],
])('%s', (_name, origin, allowed) => {
  const headers = { host: 'globe.example:3000', ...(origin === undefined ? {} : { origin }) };
  expect(mayConnect({ headers }, { allowedOrigins: ['https://dash.example'] })).toBe(allowed);
});

test.each<[string, Record<string, string>, boolean]>([
  ['the own page by its origin', { origin: 'https://globe.example:3000' }, true],
  ['a listed page', { origin: 'https://dash.example', 'sec-fetch-site': 'cross-site' }, true],
  ['a foreign page', { origin: 'https://evil.example', referer: 'http://globe.example:3000/' }, false],
  ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'same-origin' }, false],
  ['the own page', { 'sec-fetch-site': 'same-origin' }, true],
  ['a picture in a foreign page', { 'sec-fetch-site': 'cross-site' }, false],
  ['a page of a sister site', { 'sec-fetch-site': 'same-site' }, false],
  ['an address that somebody typed', { 'sec-fetch-site': 'none' }, false],
  ['the own page without TLS', { referer: 'http://globe.example:3000/wall?x' }, true],
  ['a foreign page without TLS', { referer: 'http://evil.example/globe.example:3000' }, false],
  ['no address', { referer: 'globe' }, false],
  ['nothing', {}, false],
])('a stream for %s', (_name, headers, allowed) => {
  const request = { headers: { host: 'globe.example:3000', ...headers } };
  expect(mayStream(request, { allowedOrigins: ['https://dash.example'] })).toBe(allowed);
});
