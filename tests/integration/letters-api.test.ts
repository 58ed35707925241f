import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DropReport, LETTERS_PATH, type LetterList, type ReplayReport } from '../../lib/letters/desk';
import { type Globe, startGlobe } from '../support/globe';
import { privateFolder, waitFor } from '../support/processes';

const KEY = 'the key of the operators';
const USER = 'user-nobody-may-see';
const ADDRESSES = ['81.2.69.142', '2a00:1450:4009:80b::200e'];
const refused = [
  ...ADDRESSES.flatMap((ip) => [
    JSON.stringify({ type: 'like', ts: 1, userId: USER, ip }),
    JSON.stringify({ type: 'repin', ts: 'soon', userId: USER, ip, [USER]: ip }),
    `{"userId":"${USER}","ip":"${ip}"`,
    `${ip} ${USER}`,
  ]),
  JSON.stringify({
    specversion: '1.0',
    id: USER,
    source: `/people/${USER}`,
    type: 'like',
    data: { userId: USER },
  }),
  JSON.stringify([USER, ...ADDRESSES]),
];

/** A globe that read a file of what it could not use. */
async function startRefusing(): Promise<Globe> {
  const file = join(privateFolder('letters'), 'events.ndjson');
  writeFileSync(file, `${refused.join('\n')}\n`);
  return await startGlobe({ env: { SOURCE: 'file', FILE_PATH: file, SPEED: '0', ADMIN_KEY: KEY } });
}

describe('the API of the operators', () => {
  let globe: Globe;
  const said: string[] = [];
  beforeAll(async () => {
    globe = await startRefusing();
    await waitFor(
      async () =>
        (await ask<LetterList>('?limit=1')).body.groups.reduce((sum, { count }) => sum + count, 0) === 10,
      'all lines to be dead letters',
    );
  });
  afterAll(async () => {
    await globe?.process.stop();
  });

  async function ask<T>(path: string, body?: unknown, more: RequestInit = {}) {
    const response = await fetch(`${globe.url}${LETTERS_PATH}${path}`, {
      headers: { authorization: `Bearer ${KEY}` },
      ...(body === undefined
        ? {}
        : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...more,
    });
    const text = await response.text();
    said.push(text);
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as T };
  }

  test('names no address and no user id, whichever letter and whatever is done with it', async () => {
    const { body } = await ask<LetterList>('?limit=100');
    expect(body.letters).toHaveLength(refused.length);
    for (const { key } of body.letters)
      expect((await ask(`/${encodeURIComponent(key)}`)).body).toMatchObject({ key, state: 'open' });
    const keys = body.letters.map(({ key }) => key);
    const replayed = await ask<ReplayReport>('/replay', { keys });
    expect(replayed.body).toMatchObject({ asked: refused.length, rows: 0 });
    const all = await ask<ReplayReport>('/replay', { selection: {}, limit: 100 });
    expect(all.body).toMatchObject({ asked: refused.length, next: null });
    const dropped = await ask<DropReport>('/drop', { keys: keys.slice(0, 2) });
    expect(dropped.body).toMatchObject({ asked: 2, dropped: 2 });
    expect((await ask<LetterList>('?state=dropped')).body.letters).toHaveLength(2);
    for (const text of [...said, globe.process.output])
      for (const secret of [USER, ...ADDRESSES, KEY])
        expect(text.includes(secret) ? `found ${secret} in ${text}` : 'clean').toBe('clean');
  });

  test.each<[string, number, string, unknown]>([
    ['a key that is none', 400, '/nonsense', undefined],
    ['a key of no letter', 404, `/${encodeURIComponent('nowhere/1/0/1')}`, undefined],
    ['a reason that there is not', 400, '?reason=bad_luck', undefined],
    ['a state that there is not', 400, '?state=lost', undefined],
    ['a replay of nothing in particular', 400, '/replay', {}],
    ['a replay without end', 400, '/replay', { selection: {}, limit: 1e9 }],
    ['a replay of something else', 400, '/replay', { keys: [7] }],
    ['a drop without a count', 400, '/drop', { selection: {} }],
    ['a drop of more than there are', 409, '/drop', { selection: {}, expected: 999 }],
    ['what is no JSON', 400, '/drop', '{'],
    ['more than anybody can mean', 413, '/drop', ' '.repeat(2 ** 20 + 1)],
  ])('%s is refused with %i', async (_name, status, path, body) => {
    const answer = await ask<{ error: { reason: string } }>(path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.reason).not.toBe('');
  });

  test('nothing is changed by a GET, and nothing is cached', async () => {
    expect((await ask('/drop')).status).toBe(405);
    expect((await ask('', {})).status).toBe(405);
    expect((await ask('')).headers.get('cache-control')).toBe('no-store');
    expect((await ask<LetterList>('')).body.groups.reduce((sum, { count }) => sum + count, 0)).toBe(8);
  });

  test('the page may be framed by nobody', async () => {
    const page = await fetch(`${globe.url}/admin/dead-letters`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
  });

  test('a wrong key is refused, and after ten of them no key is looked at', async () => {
    const wrong = (authorization?: string) =>
      ask('', undefined, { headers: authorization === undefined ? {} : { authorization } });
    expect((await wrong()).status).toBe(401);
    expect((await wrong('Bearer')).status).toBe(401);
    for (let guess = 0; guess < 8; guess++) expect((await wrong(`Bearer ${KEY}${guess}`)).status).toBe(401);
    const shut = await wrong(`Bearer ${KEY}`);
    expect(shut.status).toBe(429);
    expect(Number(shut.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

test('without a key there is neither the API nor the page', async () => {
  const globe = await startGlobe({ env: { SOURCE: 'none' } });
  for (const path of [LETTERS_PATH, `${LETTERS_PATH}/drop`, '/admin/dead-letters', '/admin']) {
    const answer = await fetch(globe.url + path, { headers: { authorization: 'Bearer ' } });
    expect([path, answer.status]).toEqual([path, 404]);
    expect(await answer.text()).toContain('ADMIN_KEY');
  }
  expect((await globe.process.stop()).code).toBe(0);
});
