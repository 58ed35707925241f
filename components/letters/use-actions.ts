import { useState } from 'react';
import { CountChangedError, type LetterDesk, type ReplayReport } from '../../lib/letters/desk';
import type { LetterReason } from '../../lib/letters/reasons';
import { dropKeys, replayAll } from '../../lib/letters/replay-all';
import { type ReportLine, tellDrop, tellReplay } from '../../lib/letters/reports';
import { formatCount } from '../../lib/view/format';
import { inWords } from './use-letters';

/** Keys, or all open ones of a reason (null: of any), as many as are shown. */
export type Target =
  | { readonly keys: readonly string[] }
  | { readonly reason: LetterReason | null; readonly shown: number };

export type Said = {
  readonly title: string;
  readonly lines: readonly ReportLine[];
  /** calm: something was settled. */
  readonly tone: 'calm' | 'amber' | 'alert';
};

export type Actions = {
  /** What is being done now; null when nothing is. */
  readonly running: 'replay' | 'drop' | null;
  readonly said: Said | null;
  replay(target: Target): void;
  drop(target: Target): void;
  clear(): void;
};

const letters = (count: number) => `${formatCount(count)} dead ${count === 1 ? 'letter' : 'letters'}`;
const selectionOf = ({ reason }: { readonly reason: LetterReason | null }) =>
  reason === null ? {} : { reason };

const settledBy = ({ rows, duplicates, filtered }: ReplayReport) => rows + duplicates + filtered;
const toneOf = (report: ReplayReport) => (settledBy(report) > 0 ? 'calm' : 'amber');

/** Replays and drops, one at a time, and what came of the last one. `onDone` follows each, good or bad. */
export function useActions(desk: LetterDesk, onDone: () => void): Actions {
  const [running, setRunning] = useState<Actions['running']>(null);
  const [said, setSaid] = useState<Said | null>(null);

  async function run(what: 'replay' | 'drop', work: () => Promise<Said>): Promise<void> {
    if (running) return;
    setRunning(what);
    setSaid(null);
    try {
      setSaid(await work());
    } catch (error) {
      const changed = error instanceof CountChangedError;
      const title = changed
        ? `There are ${formatCount(error.found)} by now: nothing was dropped. Look again, then drop.`
        : inWords(error);
      setSaid((before) => ({ title, lines: before?.lines ?? [], tone: 'alert' }));
    }
    setRunning(null);
    onDone();
  }

  return {
    running,
    said,
    replay: (target) =>
      void run('replay', async () => {
        const chosen =
          'keys' in target
            ? target
            : { selection: selectionOf(target), limit: Number.MAX_SAFE_INTEGER, after: null };
        const report = await replayAll(desk, chosen, (sum) =>
          setSaid({
            title: `Replaying: ${letters(sum.asked)} so far`,
            lines: tellReplay(sum),
            tone: toneOf(sum),
          }),
        );
        const title = `Replayed ${formatCount(settledBy(report))} of ${letters(report.asked)}`;
        return { title, lines: tellReplay(report), tone: toneOf(report) };
      }),
    drop: (target) =>
      void run('drop', async () => {
        const report =
          'keys' in target
            ? await dropKeys(desk, target.keys)
            : await desk.drop({ selection: selectionOf(target), expected: target.shown });
        return {
          title: `Dropped ${letters(report.dropped)}`,
          lines: tellDrop(report),
          tone: report.dropped > 0 ? 'calm' : 'amber',
        };
      }),
    clear: () => setSaid(null),
  };
}
