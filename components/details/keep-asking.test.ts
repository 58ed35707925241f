import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Told } from '../../lib/live/client/fetch-details';
import { keepAsking } from './keep-asking';

class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  show(visibilityState: DocumentVisibilityState): void {
    this.visibilityState = visibilityState;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const ANSWER: Told<string> = { ok: true, answer: 'yes' };
const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function asking(
  everyMs: number | null,
  page = new Page(),
  answer: () => Promise<Told<string>> = async () => ANSWER,
) {
  const told: Told<string>[] = [];
  const signals: AbortSignal[] = [];
  const end = keepAsking({
    ask: (signal) => {
      signals.push(signal);
      return answer();
    },
    everyMs,
    onTold: (one) => told.push(one),
    page,
  });
  return { page, told, signals, end };
}

describe('a question', () => {
  test('is asked at once, and as often as it is wanted', async () => {
    const { told } = asking(5_000);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([ANSWER]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toHaveLength(3);
  });

  test.each([
    ['busy', true],
    ['unreachable', true],
    ['gone', false],
  ] as const)('to which the answer is %s is asked again: %s', async (reason, again) => {
    const { signals } = asking(null, new Page(), async () => ({ ok: false, reason }));
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(signals.length > 1).toBe(again);
  });

  test('is not asked while the page is hidden, and at once when it is seen again', async () => {
    const { page, signals } = asking(5_000);
    await vi.advanceTimersByTimeAsync(2_000);
    page.show('hidden');
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(signals).toHaveLength(1);
    page.show('visible');
    expect(signals).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(signals).toHaveLength(3);
  });

  test('that is under way when the page is hidden is heard, and not followed by another one', async () => {
    let answer = (_: Told<string>) => {};
    const { page, told, signals } = asking(5_000, new Page(), () => new Promise((done) => (answer = done)));
    page.show('hidden');
    page.show('visible');
    page.show('hidden');
    expect(signals).toHaveLength(1);
    answer(ANSWER);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect([told.length, signals.length]).toEqual([1, 1]);
    page.show('visible');
    expect(signals).toHaveLength(2);
  });

  test('of a page that is hidden from the first is asked when it is seen; one that was answered for good never again', async () => {
    const page = new Page();
    page.visibilityState = 'hidden';
    const { signals } = asking(null, page);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(signals).toEqual([]);
    page.show('visible');
    await vi.advanceTimersByTimeAsync(0);
    page.show('hidden');
    page.show('visible');
    expect(signals).toHaveLength(1);
  });

  test('that is given up is neither asked nor heard any more', async () => {
    const { page, told, signals, end } = asking(5_000);
    end();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    page.show('hidden');
    page.show('visible');
    expect([told.length, signals.length, signals[0]?.aborted]).toEqual([0, 1, true]);
  });
});
