import { expect, test } from 'vitest';
import { QuestionQueue } from './question-queue';

/** A question that is answered by hand. */
function held() {
  let answer = (_text: string) => {};
  const told = new Promise<string>((resolve) => (answer = resolve));
  const question = {
    asked: 0,
    ask: () => {
      question.asked++;
      return told;
    },
    answer: (text: string) => answer(text),
  };
  return question;
}
const stays = () => true;

test('one question is asked at a time, so many wait, and the rest is told so at once', async () => {
  const queue = new QuestionQueue(1);
  const [first, second, third] = [held(), held(), held()];
  const answers = [queue.ask(first.ask, stays), queue.ask(second.ask, stays)];
  expect(await queue.ask(third.ask, stays)).toBe('full');
  expect([first.asked, second.asked, third.asked]).toEqual([1, 0, 0]);
  first.answer('1');
  second.answer('2');
  expect(await Promise.all(answers)).toEqual(['1', '2']);
  third.answer('3');
  expect(await queue.ask(third.ask, stays)).toBe('3');
});

test('who hung up gives its place back and is never asked for', async () => {
  const queue = new QuestionQueue(1);
  const [first, second, third] = [held(), held(), held()];
  let waits = true;
  const one = queue.ask(first.ask, stays);
  const two = queue.ask(second.ask, () => waits);
  waits = false;
  const three = queue.ask(third.ask, stays);
  expect(await two).toBe('left');
  first.answer('1');
  third.answer('3');
  expect([await one, await three, second.asked]).toEqual(['1', '3', 0]);
});

test('a question that fails lets the next one have its turn', async () => {
  const queue = new QuestionQueue(1);
  const failing = queue.ask(() => Promise.reject(new Error('unavailable')), stays);
  const next = queue.ask(() => Promise.resolve('next'), stays);
  await expect(failing).rejects.toThrow('unavailable');
  expect(await next).toBe('next');
});
