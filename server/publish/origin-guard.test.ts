import { expect, test } from 'vitest';
import { mayConnect } from './origin-guard';

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
