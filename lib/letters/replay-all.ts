import type { Chosen, DropReport, LetterDesk, ReplayReport } from './desk';
import { addDrops, addReplays, NO_REPLAY } from './reports';

/** What a desk takes at once: a step of a replay is answered within seconds. */
export const MAX_KEYS = 500;
export const MAX_PER_STEP = 1_000;

function keysInSteps(keys: readonly string[]): readonly (readonly string[])[] {
  const once = [...new Set(keys)];
  return Array.from({ length: Math.ceil(once.length / MAX_KEYS) }, (_, index) =>
    once.slice(index * MAX_KEYS, (index + 1) * MAX_KEYS),
  );
}

/** Replays step by step until all were seen, or the limit is reached; `onStep` gets the sum so far. */
export async function replayAll(
  desk: Pick<LetterDesk, 'replay'>,
  chosen: Chosen,
  onStep: (sum: ReplayReport) => void = () => {},
): Promise<ReplayReport> {
  let sum = NO_REPLAY;
  const add = (report: ReplayReport) => {
    sum = addReplays(sum, report);
    onStep(sum);
  };
  if ('keys' in chosen) {
    for (const keys of keysInSteps(chosen.keys)) add(await desk.replay({ keys }));
    return sum;
  }
  const { selection } = chosen;
  let { after } = chosen;
  while (sum.asked < chosen.limit) {
    const limit = Math.min(MAX_PER_STEP, chosen.limit - sum.asked);
    add(await desk.replay({ selection, limit, after }));
    after = sum.next;
    if (after === null) break;
  }
  return sum;
}

/** Drops by key, step by step. */
export async function dropKeys(
  desk: Pick<LetterDesk, 'drop'>,
  keys: readonly string[],
  onStep: (sum: DropReport) => void = () => {},
): Promise<DropReport> {
  let sum: DropReport = { asked: 0, dropped: 0, gone: 0, unknown: 0 };
  for (const step of keysInSteps(keys)) {
    sum = addDrops(sum, await desk.drop({ keys: step }));
    onStep(sum);
  }
  return sum;
}
