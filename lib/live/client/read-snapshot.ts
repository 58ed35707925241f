import { parseCursor } from '../cursor';
import { LIVE_VERSION, type Snapshot } from '../protocol';

export type SnapshotReading =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'other_version' }
  /** Cut short, a page of a proxy, of somebody else: says nothing about our server, and is asked for again. */
  | { readonly kind: 'unreadable' };

const UNREADABLE: SnapshotReading = { kind: 'unreadable' };

/** Only a whole answer that names another version counts as one. */
export function readSnapshot(body: unknown): SnapshotReading {
  if (typeof body !== 'object' || body === null) return UNREADABLE;
  const { v, cursor } = body as { readonly v?: unknown; readonly cursor?: unknown };
  if (!Number.isInteger(v)) return UNREADABLE;
  if (v !== LIVE_VERSION) return typeof cursor === 'string' ? { kind: 'other_version' } : UNREADABLE;
  if (typeof cursor !== 'string' || !parseCursor(cursor)) return UNREADABLE;
  // Our own server of our own version wrote it: version and cursor stand for the shape.
  return { kind: 'snapshot', snapshot: body as Snapshot };
}
