import type { EventType } from '../../lib/events/event';

/** The sign of an event type: shapes differ, so that colour is never the only one. The same as on the globe. */
export function EventMark({ type }: { readonly type: EventType }) {
  return (
    <svg className="event-mark" data-type={type} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {type === 'repin' && <circle className="stroke" cx="8" cy="8" r="6" />}
      {type === 'pin' && <path className="fill" d="M8 2.5 13.5 8 8 13.5 2.5 8Z" />}
      {type === 'comment' && (
        <>
          <circle className="stroke thin" cx="8" cy="8" r="6.25" />
          <circle className="stroke thin" cx="8" cy="8" r="3.25" />
        </>
      )}
      {type === 'login' && <circle className="fill" cx="8" cy="8" r="2.5" />}
    </svg>
  );
}
