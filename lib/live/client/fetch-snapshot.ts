import { LIVE_VERSION, SNAPSHOT_PATH, type Snapshot } from '../protocol';
import { type RoomFilter, roomQuery } from '../room-filter';
import { fetchLive, saysRoomsFull } from './live-http';

export type SnapshotAnswer =
  | { readonly ok: true; readonly snapshot: Snapshot; readonly askedAt: number; readonly answeredAt: number }
  /** `waitingFor`: what the server said that it waits for, if it said so. */
  | { readonly ok: false; readonly reason: 'unreachable' | 'not_ready'; readonly waitingFor: string | null }
  | { readonly ok: false; readonly reason: 'other_version' | 'rooms_full'; readonly waitingFor: null };

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

/** Fetches the picture to start from, of a room or of everything. Never rejects; times are of the clock `now`, ms. */
export async function fetchSnapshot(
  url: string,
  room: RoomFilter,
  now: () => number,
  aborted: AbortSignal,
): Promise<SnapshotAnswer> {
  const askedAt = now();
  try {
    const signal = AbortSignal.any([aborted, AbortSignal.timeout(TIMEOUT_MS)]);
    const query = roomQuery(room);
    const path = query === '' ? SNAPSHOT_PATH : `${SNAPSHOT_PATH}?${query}`;
    const response = await fetchLive(url, path, signal, 'application/json');
    const answeredAt = now();
    const body: unknown = await response.json().catch(() => null);
    if (saysRoomsFull(response.status, body)) return { ok: false, reason: 'rooms_full', waitingFor: null };
    if (!response.ok) return { ok: false, reason: 'not_ready', waitingFor: readWaitingFor(body) };
    // Our own server of our own version wrote it: the version stands for the shape.
    const snapshot = body as Snapshot | null;
    if (snapshot?.v !== LIVE_VERSION) return { ok: false, reason: 'other_version', waitingFor: null };
    return { ok: true, snapshot, askedAt, answeredAt };
  } catch {
    return { ok: false, reason: 'unreachable', waitingFor: null };
  }
}
