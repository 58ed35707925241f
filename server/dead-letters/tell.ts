import type { DropReport, LetterList, LetterQuery, ReplayReport, ShownLetter } from '../../lib/letters/desk';
import { LETTER_REASONS, SKIP_CAUSES } from '../../lib/letters/reasons';
import { type ReportLine, tellDrop, tellReplay } from '../../lib/letters/reports';

const count = (value: number) => value.toLocaleString('en-US');
const time = (at: number) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
const letters = (value: number) => (value === 1 ? '1 dead letter' : `${count(value)} dead letters`);

/** Columns as wide as they must be; the last one runs on. */
function table(rows: readonly (readonly string[])[], right: ReadonlySet<number> = new Set()): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = column === row.length - 1 ? 0 : (widths[column] ?? 0);
        return right.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** What comes from records must not steer the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const plain = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');

export function tellList(list: LetterList, { state }: LetterQuery): readonly string[] {
  const total = list.groups.reduce((sum, group) => sum + group.count, 0);
  const kind = state === null ? '' : `${state} `;
  if (total === 0) return [`No ${kind}dead letters.`];
  const groups = list.groups.map((group) => [
    group.reason,
    ...(state === null ? [group.state] : []),
    count(group.count),
    time(group.firstAt),
    time(group.lastAt),
    LETTER_REASONS[group.reason],
  ]);
  const titles = ['reason', ...(state === null ? ['state'] : []), 'count', 'oldest', 'newest', ''];
  const rows = list.letters.map((letter) => [
    plain(letter.key),
    time(letter.at),
    letter.reason,
    count(letter.payloadBytes),
    plain([letter.field, letter.detail].filter(Boolean).join(': ')),
  ]);
  return [
    `${count(total)} ${kind}dead ${total === 1 ? 'letter' : 'letters'}`,
    '',
    ...table([titles, ...groups], new Set([state === null ? 2 : 1])),
    ...(rows.length === 0
      ? []
      : ['', ...table([['key', 'taken in', 'reason', 'bytes', 'cause'], ...rows], new Set([3]))]),
    ...(list.next === null ? [] : ['', `More: --after ${list.next}`]),
  ];
}

export function tellShown(letter: ShownLetter): readonly string[] {
  const { outcome, settledAt, skip, payload, payloadKept, payloadBytes } = letter;
  const settled = settledAt === null ? '' : `, ${time(settledAt)}`;
  const facts: (readonly [string, string])[] = [
    ['key', plain(letter.key)],
    ['state', `${letter.state}${outcome === null ? '' : ` to a ${outcome}`}${settled}`],
    ['reason', `${letter.reason}: ${LETTER_REASONS[letter.reason]}`],
    ['cause', plain([letter.field, letter.detail].filter(Boolean).join(': '))],
    ['taken in', time(letter.at)],
    ['record of', letter.recordTime === null ? 'not kept' : time(letter.recordTime)],
    ...(letter.records > 1 ? [['stands for', `${count(letter.records)} records`] as const] : []),
    ['payload', `${count(payloadBytes)} bytes, ${count(payloadKept)} kept`],
    ['headers', letter.headers.map(({ name, bytes }) => `${name} (${bytes} bytes)`).join(', ') || 'none'],
    ...(skip === null ? [] : [['replay', `not possible: ${SKIP_CAUSES[skip]}`] as const]),
  ];
  const shape = payload.text === '' ? '(nothing)' : payload.text.split('\n').map(plain).join('\n');
  return [...table(facts), '', `payload, ${payload.kind}, masked:`, shape];
}

function tellReport(asked: number, verb: string, lines: readonly ReportLine[]): readonly string[] {
  if (asked === 0) return [`No dead letters to ${verb}.`];
  const width = Math.max(...lines.map((line) => count(line.count).length));
  return [
    `${letters(asked)}:`,
    ...lines.map((line) => `  ${count(line.count).padStart(width)}  ${line.text}`),
  ];
}

export const tellReplayed = (report: ReplayReport): readonly string[] => [
  ...tellReport(report.asked, 'replay', tellReplay(report)),
  ...(report.next === null ? [] : ['The limit was reached: there may be more.']),
];

export const tellDropped = (report: DropReport): readonly string[] =>
  tellReport(report.asked, 'drop', tellDrop(report));

export const tellWouldDrop = (found: number): string =>
  `That would delete the payloads of ${letters(found)} for good: add --yes.`;
