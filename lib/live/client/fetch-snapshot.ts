import { LIVE_VERSION, SNAPSHOT_PATH, type Snapshot } from '../protocol';
import { fetchLive } from './live-http';

export type SnapshotAnswer =
  | { readonly ok: true; readonly snapshot: Snapshot; readonly askedAt: number; readonly answeredAt: number }
  /** `waitingFor`: what the server said that it waits for, if it said so. */
  | { readonly ok: false; readonly reason: 'unreachable' | 'not_ready'; readonly waitingFor: string | null }
  | { readonly ok: false; readonly reason: 'other_version'; readonly waitingFor: null };

const TIMEOUT_MS = 10_000;
const LONGEST_NOTE = 120;

function readWaitingFor(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('waitingFor' in body)) return null;
  const { waitingFor } = body;
  const text = Array.isArray(waitingFor)
    ? waitingFor.filter((each) => typeof each === 'string').join(', ')
    : waitingFor;
  return typeof text === 'string' && text !== '' ? text.slice(0, LONGEST_NOTE) : null;
}

/** Fetches the picture to start from. Never rejects; times are of the clock `now`, ms. */
export async function fetchSnapshot(
  url: string,
  now: () => number,
  aborted: AbortSignal,
): Promise<SnapshotAnswer> {
  const askedAt = now();
  try {
    const signal = AbortSignal.any([aborted, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetchLive(url, SNAPSHOT_PATH, signal, 'application/json');
    const answeredAt = now();
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) return { ok: false, reason: 'not_ready', waitingFor: readWaitingFor(body) };
    // Our own server of our own version wrote it: the version stands for the shape.
    const snapshot = body as Snapshot | null;
    if (snapshot?.v !== LIVE_VERSION) return { ok: false, reason: 'other_version', waitingFor: null };
    return { ok: true, snapshot, askedAt, answeredAt };
  } catch {
    return { ok: false, reason: 'unreachable', waitingFor: null };
  }
}
