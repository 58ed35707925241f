import type { EventType } from '../../lib/events/event';
import type { Precision } from '../../lib/geo/place';
import type { ResetReason } from '../../lib/live/protocol';
import type { CutOff, Refusal } from '../publish/viewer-counts';
import type { DeadLetterReason } from '../store/store';

/** All values that a label may have; `topic` is the name from the configuration, `partition` its number. */
export type LabelValues = readonly string[] | 'topic' | 'partition';
export type MetricSpec = {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** Which processes tell it. */
  readonly role: 'worker' | 'web' | 'all';
  readonly help: string;
  readonly labels: Readonly<Record<string, LabelValues>>;
  /** Upper bounds of a histogram, ascending. */
  readonly buckets?: readonly number[];
};

/** The members of a union, none forgotten: a new one does not compile before it stands here. */
const members = <T extends string>(all: Readonly<Record<T, true>>) => Object.keys(all) as T[];

const TYPES = members<EventType>({ pin: true, repin: true, comment: true, login: true });
const PRECISIONS = members<Precision | 'none'>({ city: true, region: true, country: true, none: true });
const REASONS = members<DeadLetterReason>({
  empty: true,
  not_utf8: true,
  not_json: true,
  too_large: true,
  not_an_event: true,
  unsupported_format: true,
  missing_field: true,
  bad_field: true,
  unknown_type: true,
  ts_out_of_range: true,
  refused_by_store: true,
  unreadable_batch: true,
});
const RESETS = members<ResetReason>({ too_old: true, other_epoch: true, malformed: true });

const REFUSALS = members<Refusal>({ origin: true, full: true, address: true, rate: true });
const CUT_OFFS = members<CutOff>({
  slow: true,
  talkative: true,
  nameless: true,
  oversized: true,
  malformed: true,
});

const counter = <const L extends MetricSpec['labels'] = Record<never, never>>(
  role: MetricSpec['role'],
  help: string,
  labels: L = {} as L,
) => ({ kind: 'counter', role, help, labels }) as const;
const gauge = <const L extends MetricSpec['labels'] = Record<never, never>>(
  role: MetricSpec['role'],
  help: string,
  labels: L = {} as L,
) => ({ kind: 'gauge', role, help, labels }) as const;
const histogram = <const L extends MetricSpec['labels'] = Record<never, never>>(
  role: MetricSpec['role'],
  help: string,
  buckets: readonly number[],
  labels: L = {} as L,
) => ({ kind: 'histogram', role, help, buckets, labels }) as const;

const ROWS = [1, 10, 50, 100, 250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 10_000];
const STEP_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const AGE_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

/** Every metric of our own: nothing else is told. No label by user, pin, board or address. */
const CATALOG = {
  repin_globe_ready: gauge('all', 'Whether /readyz says 200: 1, else 0.'),

  repin_globe_consumed_total: counter('worker', 'Records of batches that went through.'),
  repin_globe_inserted_total: counter('worker', 'Events that became a row.'),
  repin_globe_redelivered_total: counter('worker', 'Events that came again and were rows already.'),
  repin_globe_duplicates_total: counter('worker', 'Events whose id another event holds.'),
  repin_globe_filtered_total: counter('worker', 'Events of types that are not wanted.'),
  repin_globe_dead_letters_total: counter('worker', 'Records that could not become a row.', {
    reason: REASONS,
  }),
  repin_globe_published_total: counter('worker', 'Events given to the live log.'),
  repin_globe_located_total: counter('worker', 'Wanted events by how exactly they were located.', {
    precision: PRECISIONS,
  }),
  repin_globe_geo_lookups_total: counter('worker', 'Places of addresses by what answered.', {
    answer: ['memory', 'lookup', 'database', 'none'],
  }),
  repin_globe_pin_lookups_total: counter('worker', 'Pins by what answered.', {
    answer: ['stream', 'memory', 'database', 'resolver', 'placeholder'],
  }),
  repin_globe_batch_rows: histogram('worker', 'Rows that a batch inserted.', ROWS),
  repin_globe_batch_step_seconds: histogram(
    'worker',
    'How long a step of a batch took, waiting for an absent part included.',
    STEP_S,
    { step: ['decode', 'enrich', 'store', 'publish'] },
  ),
  repin_globe_latency_seconds: histogram(
    'worker',
    "From Kafka's append of the oldest record of a batch to a stage of its way; one observation per batch.",
    AGE_S,
    { stage: ['taken', 'decoded', 'stored', 'published'] },
  ),
  repin_globe_lag_records: gauge('worker', 'Records of a partition that are not handled yet.', {
    topic: 'topic',
    partition: 'partition',
  }),
  repin_globe_lag_seconds: gauge('worker', 'Age of the oldest record that is not handled yet; 0 for none.', {
    topic: 'topic',
    partition: 'partition',
  }),
  repin_globe_partitions_read: gauge('worker', 'Partitions that this worker reads now.'),
  repin_globe_last_batch_timestamp_seconds: gauge('worker', 'When the last batch went through; 0 for none.'),
  repin_globe_store_waiting: gauge('worker', 'Whether batches wait for the store: 1, else 0.'),
  repin_globe_store_retries_total: counter('worker', 'Steps done again because the store did not answer.'),

  repin_globe_store_deadlocks_total: counter(
    'all',
    'Transactions that lost a race for their locks and ran again.',
  ),
  repin_globe_stored_total: counter('all', 'Rows ever stored, from the positions in the store.', {
    type: TYPES,
  }),
  repin_globe_stored_unlocated_repins_total: counter('all', 'Rows of repins without a place, ever.'),
  repin_globe_stored_derived_ids_total: counter('all', 'Rows whose id was made from coordinates, ever.'),
  repin_globe_stored_duplicates_total: counter('all', "Producers' duplicates, ever."),
  repin_globe_stored_filtered_total: counter('all', 'Filtered events, ever.'),
  repin_globe_stored_dead_letters_total: counter('all', 'Dead letters, ever, replayed ones too.'),
  repin_globe_stored_replayed_dead_letters_total: counter(
    'all',
    'Dead letters that a replay gave another outcome, ever.',
  ),
  repin_globe_stored_dropped_dead_letters_total: counter('all', 'Dead letters that operators dropped, ever.'),
  repin_globe_lost_before_read_total: counter(
    'all',
    'Records that were gone before they could be read, ever.',
  ),

  repin_globe_viewers: gauge('web', 'Viewers that are connected.', { transport: ['websocket', 'sse'] }),
  repin_globe_viewer_buffered_bytes: gauge('web', 'What waits in memory for viewers to take it.'),
  repin_globe_viewers_refused_total: counter('web', 'Viewers that were not let in.', {
    reason: REFUSALS,
  }),
  repin_globe_viewers_cut_off_total: counter('web', 'Viewers that were cut off.', {
    reason: CUT_OFFS,
  }),
  repin_globe_rooms: gauge('web', 'Rooms for filters by board and keyword that are open.'),
  repin_globe_rooms_refused_total: counter('web', 'Questions for such a room while all were taken.'),
  repin_globe_frames_total: counter('web', 'Frames that were encoded, once for all of a room.'),
  repin_globe_frame_bytes_total: counter('web', 'Bytes of those frames, each counted once.'),
  repin_globe_frames_sent_total: counter('web', 'Frames handed to viewers.'),
  repin_globe_frame_bytes_sent_total: counter('web', 'Bytes of the frames handed to viewers.'),
  repin_globe_resumes_total: counter('web', 'Answers to cursors that could go on.', {
    answer: ['nothing_missed', 'caught_up', 'held'],
  }),
  repin_globe_resets_total: counter('web', 'Viewers that were told to start over.', { reason: RESETS }),
  repin_globe_ring_events: gauge('web', 'Events in the ring from which viewers resume.'),
  repin_globe_ring_capacity_events: gauge('web', 'Events that the ring has room for.'),
  repin_globe_hub_lag_messages: gauge('web', 'Messages of the live log that the hub has not read yet.'),
  repin_globe_hub_delay_seconds: histogram('web', 'From the store to the hub, per live message.', AGE_S),
  repin_globe_newest_event_timestamp_seconds: gauge('web', 'ts of the newest event; 0 for none.'),
  repin_globe_snapshot_encodings_total: counter('web', 'Snapshots that were encoded.'),
} as const;

export type Catalog = typeof CATALOG;
export type MetricName = keyof Catalog;

export const METRICS: Readonly<Record<MetricName, MetricSpec>> = CATALOG;

/**
 * Of prom-client's metrics of the process and of Node, those that are told, with their label names. The first of a family
 * (`nodejs_eventloop_lag_seconds`) is the one that measures for the others.
 */
export const PROCESS_METRICS: Readonly<Record<string, readonly string[]>> = {
  process_cpu_user_seconds_total: [],
  process_cpu_system_seconds_total: [],
  process_cpu_seconds_total: [],
  process_start_time_seconds: [],
  process_resident_memory_bytes: [],
  process_open_fds: [],
  process_max_fds: [],
  nodejs_eventloop_lag_seconds: [],
  nodejs_eventloop_lag_mean_seconds: [],
  nodejs_eventloop_lag_max_seconds: [],
  nodejs_eventloop_lag_p50_seconds: [],
  nodejs_eventloop_lag_p99_seconds: [],
  nodejs_heap_size_total_bytes: [],
  nodejs_heap_size_used_bytes: [],
  nodejs_external_memory_bytes: [],
  nodejs_gc_duration_seconds: ['kind'],
};
