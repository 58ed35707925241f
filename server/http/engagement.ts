import type { Store } from '../store/store';
import { type Answer, failure, json } from './answer';

const MINUTE_MS = 60_000;
const MAX_BUCKETS = 2_000;
const DEFAULT_SPAN_MS = 3_600_000;

/** A whole number from a query, or the fallback when it is absent; NaN when it is neither. */
function whole(text: string | null, fallback: number): number {
  if (text === null || text === '') return fallback;
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * `GET /api/metrics/engagement?from&to&step` (epoch ms; step in ms, a minute by default): events per bucket and type. The
 * last hour by default, at most 2,000 buckets.
 */
export async function engagement(store: Store, query: URLSearchParams, now: number): Promise<Answer> {
  const to = whole(query.get('to'), now);
  const from = whole(query.get('from'), to - DEFAULT_SPAN_MS);
  const step = whole(query.get('step'), MINUTE_MS);
  for (const [field, value] of Object.entries({ from, to, step }))
    if (Number.isNaN(value)) return failure(400, 'must be a whole number of milliseconds', field);
  if (step < 1_000) return failure(400, 'must be at least 1000', 'step');
  if (from >= to) return failure(400, 'must lie before to', 'from');
  if ((to - from) / step > MAX_BUCKETS) return failure(400, `makes more than ${MAX_BUCKETS} buckets`, 'step');
  const buckets = await store.engagement(from, to, step);
  return json(200, { from, to, step, buckets }, { 'cache-control': 'max-age=1' });
}
