import { describe, expect, test } from 'vitest';
import { SNAPSHOT_PATH } from '../../lib/live/protocol';
import { waitFor } from '../support/processes';
import { CAKE, live, picture, room, roomsAtTest } from '../support/rooms-at-test';

const { web, watch, pass } = roomsAtTest();

describe('rooms', () => {
  test('looks alone keep no room open, however often they come', async () => {
    // A clock that stands: a second of a slow machine would let the room go.
    let now = Date.now();
    const at = await web({ maxRooms: 1, roomsNow: () => now });
    expect((await picture(at, 'q=cake')).status).toBe(200);
    now += 4_000;
    expect((await picture(at, 'q=cake')).status).toBe(200);
    expect((await picture(at, 'q=shed')).status).toBe(429);
    now += 1_000;
    expect((await picture(at, 'q=shed')).status).toBe(200);
    expect(at.rooms.size).toBe(1);
  });

  test('one address opens so many in a minute, and is told why it may not open more', async () => {
    const at = await web({ roomOpensPerMinute: 3 });
    for (const word of ['one', 'two', 'three']) expect((await picture(at, `q=${word}`)).status).toBe(200);
    expect(await picture(at, 'q=four')).toMatchObject({
      status: 429,
      body: { error: { field: 'q', reason: expect.stringContaining('in a short time') } },
    });
    // What is open is no matter of it.
    expect((await picture(at, 'q=three')).status).toBe(200);
    pass(20_000);
    expect((await picture(at, 'q=four')).status).toBe(200);
  });

  test('one address has so many open at a time; those that it has left make place for its next', async () => {
    const at = await web({ roomsPerAddress: 2, trustedProxyHops: 1 });
    const from = async (address: string, query: string) => {
      const response = await fetch(`${at.url}${SNAPSHOT_PATH}?${query}`, {
        headers: { 'x-forwarded-for': address },
      });
      return { status: response.status, body: await response.text() };
    };
    const own = [watch(at, CAKE), watch(at, room({ keywords: 'shed' }))];
    await live(...own);
    expect((await picture(at, 'q=pie')).body).toMatchObject({
      error: { reason: expect.stringContaining('your address') },
    });
    expect((await from('203.0.113.9', 'q=pie')).status).toBe(200);
    own[0]?.stop();
    await waitFor(() => at.viewers.count === 1, 'the first one to be gone');
    expect((await picture(at, 'q=plum')).status).toBe(200);
    expect(at.rooms.size).toBe(3);
  });

  test.each(['websocket', 'sse'] as const)(
    'over %s: one too many is told so, and let in when another one is empty',
    async (transport) => {
      const at = await web({ maxRooms: 2 });
      const [first, second] = [watch(at, room({ board: 'sweets' }), transport), watch(at, CAKE, transport)];
      await live(first, second);
      const third = watch(at, room({ board: 'garden' }), transport);
      await waitFor(() => third.status?.refused === true, 'the refusal');
      expect(third.snapshots).toBe(0);
      expect(third.status?.retryAt).not.toBeNull();
      expect(await picture(at, 'board=garden')).toMatchObject({
        status: 429,
        body: { error: { field: 'board' } },
      });
      expect(await picture(at, 'q=shed')).toMatchObject({ status: 429, body: { error: { field: 'q' } } });
      // Everything, and the rooms that there are, are open to all.
      expect((await picture(at, '')).status).toBe(200);
      expect((await picture(at, 'q=CAKE')).status).toBe(200);
      first.stop();
      await waitFor(() => at.viewers.count + at.streams.count === 1, 'the first one to be gone');
      pass(5_000);
      third.client.retryNow();
      await live(third);
      expect(third.status).toMatchObject({ refused: false, pictured: true });
      expect(at.rooms.size).toBe(2);
      expect(at.rooms.refused).toBeGreaterThanOrEqual(3);
    },
  );

  test('are kept for a minute when the last one leaves, and not longer', async () => {
    const at = await web();
    const client = watch(at, CAKE);
    await live(client);
    client.stop();
    await waitFor(() => at.viewers.count === 0, 'the viewer to be gone');
    pass(50_000);
    await new Promise((turn) => setTimeout(turn, 1_500));
    expect(at.rooms.size).toBe(1);
    pass(10_000);
    await waitFor(() => at.rooms.size === 0, 'the room to be closed');
  });

  test('whose filter is too long are refused with the field', async () => {
    const at = await web();
    const long = 'x'.repeat(81);
    expect(await picture(at, `q=${long}`)).toMatchObject({ status: 400, body: { error: { field: 'q' } } });
    expect(await picture(at, `board=${long}`)).toMatchObject({
      status: 400,
      body: { error: { field: 'board' } },
    });
  });
});
