import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Question, ResumeDesk } from './resume-desk';

const from = (offset: number, known: Question['known'] = null): Question => ({
  cursor: { epoch: 1, offset, index: 0 },
  known,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('answers each question once for all that ask it, and of one viewer the last one', () => {
  const answers: [readonly string[], Question][] = [];
  const desk = new ResumeDesk<string>((viewers, question) => answers.push([viewers, question]));
  const known = { id: 3, places: 5, categories: 2 };
  desk.ask('a', from(7));
  desk.ask('b', from(8));
  desk.ask('c', from(7, known));
  desk.ask('d', from(7));
  desk.ask('e', from(7));
  desk.ask('b', from(7));
  desk.ask('f', { cursor: null, known: null });
  desk.leave('e');
  expect(answers).toEqual([]);
  vi.runAllTimers();
  expect(answers).toEqual([
    [['a', 'b', 'd'], from(7)],
    [['c'], from(7, known)],
    [['f'], { cursor: null, known: null }],
  ]);
  desk.ask('a', from(9));
  expect(desk.has('a')).toBe(true);
  desk.answerNow();
  expect(answers.at(-1)).toEqual([['a'], from(9)]);
  expect(desk.has('a')).toBe(false);
  vi.runAllTimers();
  expect(answers).toHaveLength(4);
});
