import { ByteReader } from '../../lib/live/bytes';
import type { LiveCursor } from '../../lib/live/cursor';

export type Span = { readonly from: LiveCursor; readonly to: LiveCursor };

/** All viewers get the same frames: the last few are remembered. */
const seen = new Map<string, Span>();
const KEPT = 16;

/** From where to where a frame leads, read from its beginning (docs/wire-protocol.md). */
export function spanOf(beginning: string): Span {
  const known = seen.get(beginning);
  if (known) return known;
  const reader = new ByteReader(Buffer.from(beginning, 'base64'));
  for (let skipped = 0; skipped < 3; skipped++) reader.u8();
  const epoch = reader.varint();
  const cursor = () => ({ epoch, offset: reader.varint() - 1, index: reader.varint() - 1 });
  const span = { from: cursor(), to: cursor() };
  const [oldest] = seen.keys();
  if (seen.size >= KEPT && oldest !== undefined) seen.delete(oldest);
  seen.set(beginning, span);
  return span;
}
