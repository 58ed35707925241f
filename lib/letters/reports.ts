import type { DropReport, ReplayReport } from './desk';
import { LETTER_REASONS, type LetterReason, SKIP_CAUSES, type SkipCause } from './reasons';

export const NO_REPLAY: ReplayReport = {
  asked: 0,
  rows: 0,
  duplicates: 0,
  filtered: 0,
  stillDead: {},
  skipped: {},
  gone: 0,
  unknown: 0,
  next: null,
};

type Counts = Readonly<Record<string, number | undefined>>;

function addCounts(one: Counts, other: Counts): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const counts of [one, other])
    for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + (count ?? 0);
  return sum;
}

const total = (counts: Counts) => Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);

/** Two parts of one replay, the later one second. */
export function addReplays(one: ReplayReport, other: ReplayReport): ReplayReport {
  return {
    asked: one.asked + other.asked,
    rows: one.rows + other.rows,
    duplicates: one.duplicates + other.duplicates,
    filtered: one.filtered + other.filtered,
    stillDead: addCounts(one.stillDead, other.stillDead),
    skipped: addCounts(one.skipped, other.skipped),
    gone: one.gone + other.gone,
    unknown: one.unknown + other.unknown,
    next: other.next,
  };
}

/** What all counts add up to: `asked`, or something is wrong. */
export function sumOfReplay({
  rows,
  duplicates,
  filtered,
  stillDead,
  skipped,
  gone,
  unknown,
}: ReplayReport): number {
  return rows + duplicates + filtered + total(stillDead) + total(skipped) + gone + unknown;
}

export function addDrops(one: DropReport, other: DropReport): DropReport {
  return {
    asked: one.asked + other.asked,
    dropped: one.dropped + other.dropped,
    gone: one.gone + other.gone,
    unknown: one.unknown + other.unknown,
  };
}

export type ReportLine = { readonly count: number; readonly text: string };
const there = (lines: readonly ReportLine[]) => lines.filter(({ count }) => count > 0);

const GONE = 'replayed or dropped before';
const UNKNOWN = 'no dead letter has this key';

/** A replay in words, what did not happen left out. */
export function tellReplay(report: ReplayReport): readonly ReportLine[] {
  return there([
    { count: report.rows, text: 'became rows' },
    { count: report.duplicates, text: 'were duplicates of rows' },
    { count: report.filtered, text: 'filtered out by type' },
    ...(Object.keys(report.stillDead) as LetterReason[]).map((reason) => ({
      count: report.stillDead[reason] ?? 0,
      text: `still refused, ${reason}: ${LETTER_REASONS[reason]}`,
    })),
    ...(Object.keys(report.skipped) as SkipCause[]).map((cause) => ({
      count: report.skipped[cause] ?? 0,
      text: `cannot be replayed: ${SKIP_CAUSES[cause]}`,
    })),
    { count: report.gone, text: GONE },
    { count: report.unknown, text: UNKNOWN },
  ]);
}

export function tellDrop(report: DropReport): readonly ReportLine[] {
  return there([
    { count: report.dropped, text: 'dropped; their payloads are gone, they stay counted' },
    { count: report.gone, text: GONE },
    { count: report.unknown, text: UNKNOWN },
  ]);
}
