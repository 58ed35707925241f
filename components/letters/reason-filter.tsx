import type { LetterGroup } from '../../lib/letters/desk';
import { LETTER_REASONS, type LetterReason } from '../../lib/letters/reasons';
import { formatAgo, formatCount } from '../../lib/view/format';

export type ReasonFilterProps = {
  readonly groups: readonly LetterGroup[];
  /** null: all of them. */
  readonly reason: LetterReason | null;
  readonly now: number;
  readonly onReason: (reason: LetterReason | null) => void;
};

/** How many there are of each reason, with a line as long as its share; a click shows these alone. */
export function ReasonFilter({ groups, reason, now, onReason }: ReasonFilterProps) {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(1, ...groups.map(({ count }) => count));
  if (total === 0) return null;
  return (
    <nav className="letters-reasons" aria-label="By reason">
      <button type="button" aria-pressed={reason === null} onClick={() => onReason(null)}>
        <span className="letters-reason-name">All</span>
        <span className="letters-reason-count">{formatCount(total)}</span>
      </button>
      {groups.map((group) => (
        <button
          key={group.reason}
          type="button"
          data-testid={`reason-${group.reason}`}
          aria-pressed={reason === group.reason}
          onClick={() => onReason(group.reason)}
        >
          <span className="letters-reason-name">{group.reason.replaceAll('_', ' ')}</span>
          <span className="letters-reason-count">{formatCount(group.count)}</span>
          <span className="letters-reason-words">{LETTER_REASONS[group.reason]}</span>
          <span className="letters-reason-age">
            <span className="sr-only">last one </span>
            {formatAgo(now - group.lastAt)}
          </span>
          <i className="letters-share" aria-hidden="true" style={{ scale: `${group.count / most} 1` }} />
        </button>
      ))}
    </nav>
  );
}
