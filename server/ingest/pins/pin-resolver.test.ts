import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PinResolver, type PinResolverOptions } from './pin-resolver';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A real HTTP service that answers as told and counts. */
async function service(answer: (id: string, response: ServerResponse, asked: number) => void) {
  const seen = { requests: 0, open: 0, mostOpen: 0 };
  const server = createServer((request: IncomingMessage, response) => {
    seen.requests++;
    seen.mostOpen = Math.max(seen.mostOpen, ++seen.open);
    response.on('close', () => seen.open--);
    answer(decodeURIComponent(request.url?.slice(1) ?? ''), response, seen.requests);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const clock = { now: 1_000 };
  const resolver = (options: Partial<PinResolverOptions> = {}) =>
    new PinResolver({
      urlTemplate: `http://127.0.0.1:${(server.address() as AddressInfo).port}/{id}`,
      // Longer than a busy machine takes: nobody waits for it but for a service that hangs.
      timeoutMs: 20_000,
      retries: 1,
      concurrency: 4,
      missTtlMs: 60_000,
      now: () => clock.now,
      ...options,
    });
  return { seen, clock, resolver };
}
const ok = (id: string, response: ServerResponse) =>
  response.end(JSON.stringify({ id, title: `Pin ${id}`, category: 'food' }));

describe('PinResolver', () => {
  test('gives full pins, with ids as they are', async () => {
    const { resolver } = await service(ok);
    const pins = await resolver().resolveAll(['a/b ü', 'c']);
    expect([...pins.values()].map((pin) => pin.title)).toEqual(['Pin a/b ü', 'Pin c']);
  });

  test('remembers what the service does not know', async () => {
    const { seen, resolver } = await service((_id, response) => response.writeHead(404).end());
    const one = resolver();
    expect((await one.resolveAll(['x'])).size).toBe(0);
    expect((await one.resolveAll(['x'])).size).toBe(0);
    expect(seen.requests).toBe(1);
  });

  test('tries again after a failure that may pass', async () => {
    const { resolver } = await service((id, response, asked) => {
      if (asked === 1) response.writeHead(503).end();
      else ok(id, response);
    });
    expect((await resolver().resolveAll(['x'])).size).toBe(1);
  });

  test('asks no more than so many at a time', async () => {
    const { seen, resolver } = await service((id, response) => setTimeout(() => ok(id, response), 5));
    expect(
      (await resolver({ concurrency: 3 }).resolveAll(Array.from({ length: 20 }, (_, index) => `p${index}`)))
        .size,
    ).toBe(20);
    expect(seen.mostOpen).toBeLessThanOrEqual(3);
  });

  test('a service that hangs is left alone for a while, and asked again later', async () => {
    let hang = true;
    const { seen, clock, resolver } = await service((id, response) => {
      if (!hang) ok(id, response);
    });
    const one = resolver({ timeoutMs: 1_000, retries: 0, concurrency: 8 });
    const ids = Array.from({ length: 40 }, (_, index) => `p${index}`);
    expect((await one.resolveAll(ids)).size).toBe(0);
    const { asked } = one.counts;
    expect(asked).toBeLessThan(40);
    expect(seen.requests).toBeLessThanOrEqual(asked);
    hang = false;
    await one.resolveAll(['q']);
    expect(one.counts.asked).toBe(asked);
    // A busy machine may take longer for an answer than is waited for: then the next one will do.
    await vi.waitFor(
      async () => {
        clock.now += 60_000;
        expect((await one.resolveAll(['q'])).size).toBe(1);
      },
      { timeout: 20_000 },
    );
  });

  test('a service that is slow is asked for so long only; the rest is asked for when it comes by again', async () => {
    const slow = await service((id, response) => {
      slow.clock.now += 300;
      ok(id, response);
    });
    const one = slow.resolver({ concurrency: 1 });
    const ids = Array.from({ length: 40 }, (_, index) => `p${index}`);
    expect((await one.resolveAll(ids)).size).toBe(7);
    expect(one.counts).toMatchObject({ found: 7, skipped: 33 });
    expect((await one.resolveAll(ids.slice(7))).size).toBe(7);
  });

  test.each([
    ['half a JSON', '{"id":'],
    ['another pin', '{"id":"other"}'],
    ['a script for a link', '{"link":"javascript:x"}'],
    ['a megabyte', `{"title":"${'x'.repeat(1 << 20)}"}`],
  ])('%s is no pin', async (_name, body) => {
    const { resolver } = await service((_id, response) => response.end(body));
    expect((await resolver({ retries: 0 }).resolveAll(['p'])).size).toBe(0);
  });
});
