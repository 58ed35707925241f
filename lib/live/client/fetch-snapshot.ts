import { SNAPSHOT_PATH, type Snapshot } from '../protocol';
import { type RoomFilter, roomQuery } from '../room-filter';
import { withDeadline } from './deadline';
import { fetchLive, saysRoomsFull } from './live-http';
import { readSnapshot } from './read-snapshot';

export type SnapshotAnswer =
  | { readonly ok: true; readonly snapshot: Snapshot; readonly askedAt: number; readonly answeredAt: number }
  /** `waitingFor`: what the server said that it waits for, if it said so. */
  | { readonly ok: false; readonly reason: 'unreachable' | 'not_ready'; readonly waitingFor: string | null }
  | {
      readonly ok: false;
      readonly reason: 'other_version' | 'rooms_full' | 'unreadable';
      readonly waitingFor: null;
    };

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
  const query = roomQuery(room);
  const path = query === '' ? SNAPSHOT_PATH : `${SNAPSHOT_PATH}?${query}`;
  try {
    return await withDeadline(aborted, TIMEOUT_MS, async (signal): Promise<SnapshotAnswer> => {
      const response = await fetchLive(url, path, signal, 'application/json');
      const answeredAt = now();
      const body = parsed(await response.text());
      if (saysRoomsFull(response.status, body)) return { ok: false, reason: 'rooms_full', waitingFor: null };
      if (!response.ok) return { ok: false, reason: 'not_ready', waitingFor: readWaitingFor(body) };
      const read = readSnapshot(body);
      if (read.kind === 'other_version') return { ok: false, reason: 'other_version', waitingFor: null };
      if (read.kind === 'unreadable') return { ok: false, reason: 'unreadable', waitingFor: null };
      return { ok: true, snapshot: read.snapshot, askedAt, answeredAt };
    });
  } catch {
    return { ok: false, reason: 'unreachable', waitingFor: null };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
