import { formatAge } from '../../lib/view/format';

/** How old the newest event is, where there is no room for the health corner. */
export function DataAge({ ms, old }: { readonly ms: number | null; readonly old: boolean }) {
  return (
    <span
      className="data-age"
      data-testid="data-age"
      data-old={old && ms !== null}
      title="Since the newest event"
    >
      {ms === null ? 'no data yet' : `${formatAge(ms)} old`}
    </span>
  );
}
