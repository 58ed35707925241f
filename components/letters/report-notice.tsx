import { formatCount } from '../../lib/view/format';
import type { Actions } from './use-actions';

/** What came of a replay or a drop: each letter in one line of it. */
export function ReportNotice({ actions: { said, running, clear } }: { readonly actions: Actions }) {
  return (
    <div className="letters-report" role="status" data-testid="report" data-tone={said?.tone ?? 'calm'}>
      {said && (
        <>
          <p className="letters-report-title">{said.title}</p>
          <dl>
            {said.lines.map(({ count, text }) => (
              <div key={text}>
                <dt>{text}</dt>
                <dd>{formatCount(count)}</dd>
              </div>
            ))}
          </dl>
          {running === null && (
            <button type="button" className="letters-quiet" onClick={clear}>
              Close
            </button>
          )}
        </>
      )}
    </div>
  );
}
