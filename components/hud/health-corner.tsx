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

type Fact = readonly [name: string, value: string, meaning: string];

/** What was folded and what was dropped, always; of what else there is, and what it was, only what there is. */
function countsOf(health: Health, folded: number, late: number): Fact[] {
  const { filtered, deadLetters, lostBeforeRead, duplicates } = health;
  const facts: Fact[] = [];
  const add = (name: string, count: number, meaning: string, always = false) => {
    if (count > 0 || always) facts.push([name, formatCount(count), meaning]);
  };
  const dropped = filtered + deadLetters + lostBeforeRead;
  add(
    'folded',
    folded,
    'events that came folded into rings with their count, since the page was opened',
    true,
  );
  add('dropped', dropped, 'what came and is in no count: filtered, refused or lost', true);
  add('filtered', filtered, 'of a type that is filtered out');
  add('refused', deadLetters, 'dead letters: could not be read, kept with their reason');
  add('lost', lostBeforeRead, 'records that Kafka no longer had when they were to be read');
  add('late', late, 'events that were over a minute old when they came: counted, without a ring');
  add('duplicates', duplicates, 'sent twice by a producer, counted once');
  return facts;
}

/** What one has to know before one believes the picture: its age, and what is not in it. Zeros are left out. */
export function HealthCorner(props: HealthCornerProps) {
  const { dataAgeMs, old, roundTripMs, streamed, repins, unlocatedRepins, folded, late, running, health } =
    props;
  const facts: Fact[] = [];
  if (repins > 0)
    facts.push([
      'no place',
      formatShare(unlocatedRepins, repins),
      `${formatCount(unlocatedRepins)} repins have no place: counted, never drawn`,
    ]);
  if (health) facts.push(...countsOf(health, folded, late));
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
