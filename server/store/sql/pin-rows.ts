import type { FullPin } from '../../../lib/events/event';
import type { PinWrite, StoredPin } from '../store';
import type { Dialect } from './dialect';
import { chunksOf, marks, query, type Script, type SqlRow, type SqlValue } from './statement';
import { columnNames, TABLES } from './tables';

const COLUMNS = columnNames(TABLES.full_pins);
/** What a newer pin replaces, in the order of assignment. `version` is judged by, so it comes last. */
const REPLACED = COLUMNS.filter(
  (name) => name !== 'pin_id' && name !== 'first_seen_at' && name !== 'version',
);
const PINS_PER_LOOKUP = 1_000;

/** Coordinates of a write from outside of a stream (the resolver): below every stream's. */
export const NO_STREAM = { epoch: 0, stream: 0 };

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/**
 * The rank of a pin's content as text that sorts as bytes: (ts, epoch, offset, stream). A placeholder is '', below
 * all. One comparison decides a merge, so the assignments of an upsert, which a server evaluates left to right and
 * over each other, can't disagree.
 */
export function pinVersion(write: PinWrite, at: { readonly epoch: number; readonly stream: number }): string {
  if (write.pin === null) return '';
  return digits(write.ts, 16) + digits(at.epoch, 16) + digits(write.offset, 16) + digits(at.stream, 10);
}

function mergeClause(dialect: Dialect): string {
  if (dialect === 'sqlite')
    return ` ON CONFLICT (pin_id) DO UPDATE SET ${[...REPLACED, 'version']
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')} WHERE excluded.version > full_pins.version`;
  const replace = [...REPLACED, 'version'].map(
    (name) => `${name} = IF(VALUES(version) > version, VALUES(${name}), ${name})`,
  );
  return ` ON DUPLICATE KEY UPDATE ${replace.join(', ')}`;
}

/** Merges pins: the higher version wins whatever the order of writes, and a placeholder never overwrites. */
export function* mergePins(
  dialect: Dialect,
  writes: readonly PinWrite[],
  at: { readonly epoch: number; readonly stream: number },
  now: number,
): Script<void> {
  const best = new Map<string, { readonly write: PinWrite; readonly version: string }>();
  for (const write of writes) {
    const version = pinVersion(write, at);
    const other = best.get(write.pinId);
    if (other === undefined || version > other.version) best.set(write.pinId, { write, version });
  }
  if (best.size === 0) return;
  const rows = [...best.values()]
    .sort((a, b) => (a.write.pinId < b.write.pinId ? -1 : 1))
    .map(({ write: { pinId, pin, ts }, version }): SqlValue[] => [
      pinId,
      pin === null ? 1 : 0,
      pin?.title ?? null,
      pin?.description ?? null,
      pin?.imageUrl ?? null,
      pin?.link ?? null,
      pin?.boardId ?? null,
      pin?.boardName ?? null,
      pin?.category ?? null,
      pin?.color ?? null,
      pin === null ? 0 : ts,
      now,
      now,
      version,
    ]);
  yield { table: 'full_pins', columns: COLUMNS, rows, ignore: false, conflict: mergeClause(dialect) };
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function readPin(row: SqlRow): StoredPin {
  const pinId = String(row.pin_id);
  const ts = Number(row.ts);
  if (Number(row.is_placeholder) === 1) return { pinId, pin: null, ts };
  const pin: FullPin = {
    id: pinId,
    title: text(row.title),
    description: text(row.description),
    imageUrl: text(row.image_url),
    link: text(row.link),
    boardId: text(row.board_id),
    boardName: text(row.board_name),
    category: text(row.category),
    color: text(row.color),
  };
  return { pinId, pin, ts };
}

export function* findPins(pinIds: readonly string[]): Script<ReadonlyMap<string, StoredPin>> {
  const pins = new Map<string, StoredPin>();
  for (const chunk of chunksOf([...new Set(pinIds)], PINS_PER_LOOKUP)) {
    const { rows } = yield query(
      `SELECT ${COLUMNS.join(', ')} FROM full_pins WHERE pin_id IN (${marks(chunk.length)})`,
      ...chunk,
    );
    for (const row of rows) {
      const pin = readPin(row);
      pins.set(pin.pinId, pin);
    }
  }
  return pins;
}

export function* placeholders(limit: number): Script<readonly string[]> {
  const { rows } = yield query(
    `SELECT pin_id FROM full_pins WHERE is_placeholder = 1 ORDER BY first_seen_at, pin_id LIMIT ${Math.trunc(limit)}`,
  );
  return rows.map((row) => String(row.pin_id));
}
