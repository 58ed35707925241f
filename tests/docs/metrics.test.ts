import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { METRICS, PROCESS_METRICS } from '../../server/metrics/catalog';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

type Rule = {
  alert: string;
  expr: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
};
type Panel = {
  id: number;
  title: string;
  type: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; legendFormat: string }[];
};

/** Labels that Prometheus itself puts on. */
const SCRAPED = ['instance', 'job'];
/** What we tell, with its label names; of a histogram the three that come of it. */
const EXPORTED = new Map<string, readonly string[]>([['up', []], ...Object.entries(PROCESS_METRICS)]);
for (const [name, { kind, labels }] of Object.entries(METRICS)) {
  const own = Object.keys(labels);
  if (kind !== 'histogram') EXPORTED.set(name, own);
  else for (const part of ['bucket', 'sum', 'count']) EXPORTED.set(`${name}_${part}`, [...own, 'le']);
}
const GC = 'nodejs_gc_duration_seconds';
for (const part of ['bucket', 'sum', 'count']) EXPORTED.set(`${GC}_${part}`, ['kind', 'le']);

const KEYWORDS = new Set([
  'and',
  'or',
  'unless',
  'bool',
  'offset',
  'by',
  'without',
  'ignoring',
  'on',
  'group_left',
]);

/** The metrics of an expression, and all labels that it names. */
function namesIn(expr: string): { readonly metrics: readonly string[]; readonly labels: readonly string[] } {
  const labels: string[] = [];
  const text = expr
    .replace(/"[^"]*"/g, '""')
    .replace(/\{([^}]*)\}/g, (_, matchers: string) => {
      labels.push(...[...matchers.matchAll(/(\w+)\s*[!=]/g)].map(([, label = '']) => label));
      return '';
    })
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(?:by|without|ignoring|on|group_left)\s*\(([^)]*)\)/g, (_, list: string) => {
      labels.push(...(list.match(/\w+/g) ?? []));
      return '';
    });
  const metrics = [...text.matchAll(/(?<![\w.])[a-z_]\w*(?!\w|\s*\()/gi)].map(([name]) => name);
  return { metrics: metrics.filter((name) => !KEYWORDS.has(name)), labels };
}

function expectKnown(where: string, expr: string, templates: readonly string[] = []): string[] {
  const { metrics, labels } = namesIn(expr);
  expect([where, metrics.length > 0]).toEqual([where, true]);
  const known = metrics.flatMap((name) => EXPORTED.get(name) ?? []);
  for (const name of metrics)
    expect(`${where}: ${EXPORTED.has(name) ? 'known' : name}`).toBe(`${where}: known`);
  for (const label of [...labels, ...templates])
    expect([where, [...known, ...SCRAPED].includes(label) ? 'known' : label]).toEqual([where, 'known']);
  return [...metrics];
}

test('the reader of expressions finds metrics and labels, and nothing else', () => {
  expect(
    namesIn(
      'sum by (a, b) (rate(x_total{c=~"y_total|z", d!="e"}[5m])) / ignoring(a) group_left sum(w) > 1e6 and up == 0',
    ),
  ).toEqual({ metrics: ['x_total', 'w', 'up'], labels: ['c', 'd', 'a', 'b', 'a'] });
  expect(namesIn('histogram_quantile(0.95, sum by (le) (rate(h_bucket[$__rate_interval])))')).toEqual({
    metrics: ['h_bucket'],
    labels: ['le'],
  });
});

describe('deploy/prometheus', () => {
  const { groups } = parse(read('deploy/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] };
  const rules = groups.flatMap((group) => group.rules);

  test.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s',
    (alert, { expr, labels, annotations }) => {
      const text = Object.values(annotations).join(' ');
      expectKnown(
        alert,
        expr,
        [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label),
      );
      expect(['page', 'ticket']).toContain(labels.severity);
      expect(annotations.summary).toBeTruthy();
      expect(read('docs/operations.md')).toContain(`\`${alert}\``);
    },
  );

  test('there is one for each thing that can go wrong, and no name twice', () => {
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    const used = new Set(rules.flatMap(({ expr }) => namesIn(expr).metrics));
    for (const name of [
      'repin_globe_lag_seconds',
      'repin_globe_dead_letters_total',
      'repin_globe_lost_before_read_total',
      'repin_globe_store_waiting',
      'repin_globe_store_deadlocks_total',
      'repin_globe_consumed_total',
      'repin_globe_newest_event_timestamp_seconds',
      'repin_globe_viewers_refused_total',
      'process_start_time_seconds',
    ])
      expect(used).toContain(name);
  });

  test('reasons that rules ask for are reasons that there are', () => {
    for (const { alert, expr } of rules)
      for (const [, name = '', reasons = ''] of expr.matchAll(/(\w+)\{reason=~?"([^"]*)"/g)) {
        const values = METRICS[name as keyof typeof METRICS].labels.reason;
        for (const reason of reasons.split('|'))
          expect([alert, values]).toEqual([alert, expect.arrayContaining([reason])]);
      }
  });

  test('the sample scrapes both roles and loads the rules', () => {
    const sample = parse(read('deploy/prometheus/prometheus.yml'));
    expect(sample.rule_files).toEqual(['alerts.yml']);
    const jobs = sample.scrape_configs.map((job: { job_name: string }) => job.job_name);
    expect(jobs).toEqual(['repin-globe-worker', 'repin-globe-web']);
    const asked = [...read('deploy/prometheus/alerts.yml').matchAll(/job=~"([^"]+)"/g)].map(
      ([, job = '']) => job,
    );
    for (const job of asked) for (const name of jobs) expect(name).toMatch(new RegExp(`^${job}$`));
  });
});

describe('deploy/grafana/repin-globe.json', () => {
  const { panels } = JSON.parse(read('deploy/grafana/repin-globe.json')) as { panels: Panel[] };
  const drawn = panels.filter(({ type }) => type !== 'row');

  test.each(drawn.map((panel) => [panel.title, panel] as const))('%s', (title, { targets = [] }) => {
    expect(targets.length).toBeGreaterThan(0);
    for (const { expr, legendFormat } of targets)
      expectKnown(
        title,
        expr,
        [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label),
      );
  });

  test('shows every metric of our own', () => {
    const shown = new Set(
      drawn.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => namesIn(expr).metrics)),
    );
    const missing = Object.entries(METRICS).filter(([name, { kind }]) =>
      kind === 'histogram' ? !shown.has(`${name}_bucket`) : !shown.has(name),
    );
    expect(missing.map(([name]) => name)).toEqual([]);
  });

  test('panels lie side by side, none over another', () => {
    const cells = new Set<string>();
    for (const { title, gridPos } of panels)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect([title, x < 24 && !cells.has(`${x}/${y}`)]).toEqual([title, true]);
          cells.add(`${x}/${y}`);
        }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

describe('docs/operations.md', () => {
  const rows = read('docs/operations.md')
    .split('\n')
    .flatMap((line) => {
      const [, name = '', labels = ''] = /^\| `([a-z_0-9]+)` \| ?([^|]*)\|/.exec(line) ?? [];
      return name === ''
        ? []
        : [[name, [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label)] as const];
    });
  const documented = new Map(rows);

  test('its table names every metric with its labels, and no other', () => {
    const told = Object.entries(METRICS).map(([name, { labels }]) => [name, Object.keys(labels)] as const);
    const all = [...told, ...Object.entries(PROCESS_METRICS)];
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(all));
    expect(rows.length).toBe(documented.size);
  });
});
