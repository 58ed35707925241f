import { expect, test } from 'vitest';
import { TransportChoice } from './transport-choice';

test('takes WebSockets until two in a row were not opened although HTTP was answered', () => {
  const choice = new TransportChoice(30_000);
  expect(choice.next()).toBe('websocket');
  choice.failed('websocket', true);
  expect(choice.next()).toBe('websocket');
  choice.opened('websocket');
  choice.failed('websocket', true);
  expect(choice.next()).toBe('websocket');
  choice.failed('websocket', true);
  expect(choice.next()).toBe('sse');
});

test('a server that is away, however long, is no blocked WebSocket', () => {
  const choice = new TransportChoice(30_000);
  for (let tries = 0; tries < 50; tries++) choice.failed('websocket', false);
  expect(choice.next()).toBe('websocket');
});

test('stays with the stream while it works, and gives WebSockets a try when it does not', () => {
  const choice = new TransportChoice(30_000);
  choice.failed('websocket', true);
  choice.failed('websocket', true);
  choice.opened('sse');
  expect(choice.next()).toBe('sse');
  choice.failed('sse', false);
  expect(choice.next()).toBe('websocket');
  choice.failed('websocket', true);
  expect(choice.next()).toBe('sse');
});

test('tries a WebSocket beside the stream ever less often, and begins anew after one was opened', () => {
  const choice = new TransportChoice(30_000);
  const probes = Array.from({ length: 7 }, () => choice.nextProbeMs());
  expect(probes).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
  choice.opened('websocket');
  expect(choice.nextProbeMs()).toBe(30_000);
});
