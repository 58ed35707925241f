import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paceSpeech, SPEECH_EVERY_MS } from './speech-pace';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

test('it is said soon, and never twice within 20 seconds', () => {
  const said: number[] = [];
  const stop = paceSpeech(() => said.push(Date.now()));
  vi.advanceTimersByTime(3 * SPEECH_EVERY_MS);
  expect(SPEECH_EVERY_MS).toBe(20_000);
  expect(said).toEqual([2_000, 22_000, 42_000]);
  stop();
  vi.advanceTimersByTime(3 * SPEECH_EVERY_MS);
  expect(said).toHaveLength(3);
});
