import { expect, test } from 'vitest';
import { LastAnswer } from './last-answer';

test('however many ask at once or soon after, the part is asked once', async () => {
  let [asked, now] = [0, 0];
  const answer = new LastAnswer(
    async () => ++asked,
    5_000,
    () => now,
  );
  expect(await Promise.all([answer.get(), answer.get(), answer.get()])).toEqual([1, 1, 1]);
  now = 4_999;
  expect(await answer.get()).toBe(1);
  now = 5_000;
  expect(await answer.get()).toBe(2);
});

test('a part that does not answer holds nobody up: the answer before stands until it fails', async () => {
  let now = 0;
  const answers: (() => Promise<string>)[] = [async () => 'one', () => new Promise(() => {})];
  const answer = new LastAnswer(
    () => (answers.shift() as () => Promise<string>)(),
    10,
    () => now,
  );
  expect(await answer.get()).toBe('one');
  now = 10;
  expect(await answer.get()).toBe('one');
});

test('a part that fails has no answer, until it answers again', async () => {
  let now = 0;
  const answers = [Promise.resolve('one'), Promise.reject(new Error('away')), Promise.resolve('two')];
  answers[1]?.catch(() => {});
  const answer = new LastAnswer(
    () => answers.shift() as Promise<string>,
    10,
    () => now,
  );
  const got: (string | null)[] = [];
  for (; now < 30; now += 10) got.push(await answer.get());
  expect(got).toEqual(['one', null, 'two']);
});
