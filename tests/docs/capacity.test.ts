import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const capacity = (...args: string[]) =>
  execFileSync(process.execPath, ['scripts/capacity.mjs', ...args], { cwd: ROOT, stdio: 'pipe' }).toString();

/** The column of one rate, by the name of the line. */
function column(rate: number, ...settings: readonly string[]): Record<string, string> {
  const set = settings.flatMap((setting) => ['--set', setting]);
  const lines = capacity('--rate', String(rate), ...set).split('\n');
  return Object.fromEntries(
    lines.map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, 3),
    ),
  );
}

test('the tables of docs/capacity.md follow from its inputs', () => {
  expect(() => capacity('--check')).not.toThrow();
});

test('worked out by hand', () => {
  const plan = column(
    50_000,
    ...['utilisation=0.5', 'worker_cpu_s=20', 'database_cpu_s=40', 'broker_cpu_s=10', 'core_hour_usd=0.036'],
    ...[
      'partitions_per_worker=4',
      'worker_rss_mib=100',
      'cores_per_node=2',
      'row_bytes=200',
      'hot_minutes=10',
    ],
    ...['event_bytes=1000', 'replication=3', 'broker_mb_s=30', 'live_bytes=40', 'ring_events=100000'],
    ...[
      'hub_cpu_s=4',
      'socket_write_us=15',
      'tick_ms=50',
      'viewer_bytes=20000',
      'viewers=3000',
      'web_mb_s=500',
    ],
  );
  expect(plan).toMatchObject({
    'workers (one core each)': '2',
    partitions: '8',
    'memory of the workers': '210 MB',
    'broker: in': '50 MB/s',
    brokers: '5',
    'database: cores': '4',
    'database: nodes': '2',
    'database: rows on disk, per day': '864 GB',
    'database: hot rows, in memory': '6 GB',
    'live log: in': '2 MB/s',
    'ring: a viewer may be away for': '2 s',
    'web: hub, cores of each process': '0.2',
    'web: viewers per process': '1,000',
    'web: processes for 3,000 viewers': '3',
    'web: to each viewer, at most': '20 KB/s',
    'compute, per million events': '$0.0014',
    'compute, per day': '$6.05',
  });
});

test('a network that is short counts, and a hub that does not fit is said', () => {
  expect(column(1_000, 'web_mb_s=10', 'viewer_bytes=100000')['web: viewers per process']).toBe('100');
  expect(column(1e7)['web: viewers per process']).toMatch(/^does not fit/);
});
