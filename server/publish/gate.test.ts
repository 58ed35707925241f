import { expect, test } from 'vitest';
import { Gate } from './gate';

test('lets all through once it is open, and those that come later at once', async () => {
  const gate = new Gate();
  const both = [gate.within(60_000), gate.within(60_000)];
  expect(gate.waiting).toBe(2);
  gate.open();
  await Promise.all(both);
  await gate.within(60_000);
  expect(gate.waiting).toBe(0);
});

test('who has waited in vain leaves nothing behind', async () => {
  const gate = new Gate();
  await Promise.all(Array.from({ length: 100 }, () => gate.within(1)));
  expect(gate.waiting).toBe(0);
});
