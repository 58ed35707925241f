import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchCards, fetchPins, fetchPlace } from './fetch-details';

const RING = {
  from: '1:2:0',
  to: '1:3:0',
  type: 'repin',
  lat: 48.86,
  lng: 2.35,
  category: null,
  cellDegrees: 0,
  seed: 7,
} as const;
const PLACE = { country: 'FR', region: '', city: 'Paris', precision: 'city', lat: 48.86, lng: 2.35 } as const;

describe('asking a globe for details', () => {
  const asked: string[] = [];
  let answer = { status: 200, body: '{}' };
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answer.status).end(answer.body);
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));
  const never = new AbortController().signal;

  it('asks at the address of the question and hands on what is told', async () => {
    answer = { status: 200, body: '{"count":1,"cards":[]}' };
    expect(await fetchCards(url, RING, never)).toEqual({
      ok: true,
      answer: { count: 1, cards: [] },
    });
    await fetchPlace(url, PLACE, never);
    await fetchPins(url, { categories: ['food'], countries: [] }, never);
    expect(asked.map((path) => path.split('?')[0])).toEqual([
      '/api/live/cards',
      '/api/live/place',
      '/api/live/pins',
    ]);
    expect(asked[0]).toContain('seed=7');
    expect(asked[2]).toContain('category=food');
    for (const path of asked) expect(path).not.toMatch(/board=|q=|&$/);
  });

  it('asks in the room in which it is seen', async () => {
    answer = { status: 200, body: '{}' };
    asked.length = 0;
    const room = { board: 'Soups & more', keywords: 'crème brûlée' };
    const none = { categories: [], countries: [] };
    await fetchCards(url, RING, never, room);
    await fetchPlace(url, PLACE, never, room);
    await fetchPins(url, none, never, room);
    await fetchPins(url, none, never, { board: '', keywords: 'cake' });
    const rooms = asked.map((path) => {
      const search = new URL(path, url).searchParams;
      return [search.get('board'), search.get('q')];
    });
    const both = ['Soups & more', 'crème brûlée'];
    expect(rooms).toEqual([both, both, both, [null, 'cake']]);
    expect(asked[0]).toContain('seed=7');
    expect(asked[3]).toBe('/api/live/pins?q=cake');
  });

  it.each([
    [410, 'gone'],
    [429, 'busy'],
    [503, 'busy'],
    [400, 'unreachable'],
    [500, 'unreachable'],
  ])('takes %i for %s', async (status, reason) => {
    answer = { status, body: '{"reason":"no"}' };
    expect(await fetchCards(url, RING, never)).toEqual({ ok: false, reason });
  });

  it('does not reject when nobody answers, nor when the answer is no JSON', async () => {
    answer = { status: 200, body: 'what' };
    expect(await fetchCards(url, RING, never)).toEqual({ ok: false, reason: 'unreachable' });
    expect(await fetchCards('http://127.0.0.1:9', RING, never)).toEqual({
      ok: false,
      reason: 'unreachable',
    });
    expect(await fetchCards(url, RING, AbortSignal.abort())).toEqual({
      ok: false,
      reason: 'unreachable',
    });
  });
});
