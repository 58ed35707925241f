import type { Health, Running } from '../../lib/live/protocol';
import { formatAge, formatCount, formatShare } from '../../lib/view/format';

const SOURCES = { simulated: 'Simulated', kafka: 'Kafka', file: 'File', collector: 'Collector' } as const;
const STORES = {
  embedded: 'embedded SQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  singlestore: 'SingleStore',
} as const;

export type HealthCornerProps = {
  readonly dataAgeMs: number | null;
  readonly old: boolean;
  readonly roundTripMs: number | null;
  /** WebSockets are blocked: frames come as an HTTP stream. */
  readonly streamed: boolean;
  readonly repins: number;
  readonly unlocatedRepins: number;
  readonly folded: number;
  readonly late: number;
  readonly running: Running | null;
  readonly health: Health | null;
};

/** What one has to know before one believes the picture: its age, and what is not in it. Zeros are left out. */
export function HealthCorner(props: HealthCornerProps) {
  const { dataAgeMs, old, roundTripMs, streamed, repins, unlocatedRepins, folded, late, running, health } =
    props;
  const facts: (readonly [string, string, string])[] = [];
  if (repins > 0)
    facts.push([
      'no place',
      formatShare(unlocatedRepins, repins),
      `${formatCount(unlocatedRepins)} repins have no place: counted, never drawn`,
    ]);
  const add = (name: string, count: number | undefined, meaning: string) => {
    if (count) facts.push([name, formatCount(count), meaning]);
  };
  add('folded', folded, 'events that came folded into one ring with their count, since this page was opened');
  add('late', late, 'events that were over a minute old when they came: counted, without a ring');
  add('duplicates', health?.duplicates, 'sent twice by a producer, counted once');
  add('filtered', health?.filtered, 'of a type that is filtered out');
  add('refused', health?.deadLetters, 'dead letters: could not be read, kept with their reason');
  add('lost', health?.lostBeforeRead, 'records that Kafka no longer had when they were to be read');
  return (
    <section className="health" aria-label="Health">
      {running && (
        <p className="health-running">
          {running.source === 'simulated' ? (
            <strong className="badge">Simulated events</strong>
          ) : (
            <span>{SOURCES[running.source]}</span>
          )}
          <span>{STORES[running.store]}</span>
          <span>{running.liveLog === 'kafka' ? 'Kafka live log' : `${running.liveLog} live log`}</span>
        </p>
      )}
      <dl>
        <div title="Since the newest event that the server has seen">
          <dt>data age</dt>
          <dd data-testid="data-age" data-old={old && dataAgeMs !== null}>
            {dataAgeMs === null ? '–' : formatAge(dataAgeMs)}
          </dd>
        </div>
        {roundTripMs !== null && (
          <div title="Best round trip to the server">
            <dt>round trip</dt>
            <dd>{Math.round(roundTripMs)} ms</dd>
          </div>
        )}
        {streamed && (
          <div
            title="WebSockets are blocked on the way here: the same frames come as a stream over HTTP"
            data-fact="transport"
          >
            <dt>by</dt>
            <dd>HTTP stream</dd>
          </div>
        )}
        {facts.map(([name, value, meaning]) => (
          <div key={name} title={meaning} data-fact={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
