import { expect, test } from 'vitest';
import type { Answer } from './answer';
import { AnswerCache } from './answer-cache';

const good: Answer = { status: 200, headers: {}, body: 'good' };

test('an answer is given again until it is too old, and to those who ask while it is worked out', async () => {
  let now = 0;
  const cache = new AnswerCache(() => now);
  let tell = (_answer: Answer) => {};
  cache.keep('a?', 3_000, new Promise((resolve) => (tell = resolve)));
  const waiting = cache.get('a?');
  expect(cache.get('b?')).toBeNull();
  tell(good);
  expect(await waiting).toBe(good);
  now = 2_999;
  expect(await cache.get('a?')).toBe(good);
  now = 3_000;
  expect(cache.get('a?')).toBeNull();
});

test('what is no answer is asked anew', async () => {
  const cache = new AnswerCache(() => 0);
  cache.keep('busy', 3_000, Promise.resolve({ ...good, status: 503 }));
  const failing = Promise.reject<Answer>(new Error('away'));
  cache.keep('away', 3_000, failing);
  await expect(failing).rejects.toThrow();
  expect([cache.get('busy'), cache.get('away')]).toEqual([null, null]);
});

test('there is room for so many, and the least asked for goes first', () => {
  const cache = new AnswerCache(() => 0);
  for (let number = 0; number < 300; number++) cache.keep(`${number}`, 3_000, Promise.resolve(good));
  void cache.get('0');
  cache.keep('one more', 3_000, Promise.resolve(good));
  expect(cache.get('0')).not.toBeNull();
  expect(cache.get('1')).toBeNull();
});
