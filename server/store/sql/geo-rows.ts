import { type Place, PRECISIONS } from '../../../lib/geo/place';
import type { GeoCacheEntry } from '../store';
import type { Dialect } from './dialect';
import { chunksOf, marks, query, type Script, type SqlRow } from './statement';
import { columnNames, TABLES } from './tables';

const COLUMNS = columnNames(TABLES.geo_cache);
const HASHES_PER_LOOKUP = 1_000;

function overwriteClause(dialect: Dialect): string {
  const names = COLUMNS.filter((name) => name !== 'hash');
  return dialect === 'sqlite'
    ? ` ON CONFLICT (hash) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`
    : ` ON DUPLICATE KEY UPDATE ${names.map((name) => `${name} = VALUES(${name})`).join(', ')}`;
}

/** null: looked up before, and no place was found. */
function readPlace(row: SqlRow): Place | null {
  const precision = PRECISIONS.find((name) => name === row.geo_precision);
  if (precision === undefined) return null;
  return {
    lat: Number(row.lat),
    lng: Number(row.lng),
    country: String(row.country),
    region: String(row.region),
    city: String(row.city),
    accuracyKm: Number(row.accuracy_km),
    precision,
  };
}

export function* saveGeo(dialect: Dialect, entries: readonly GeoCacheEntry[]): Script<void> {
  const last = new Map(entries.map((entry) => [entry.hash, entry]));
  if (last.size === 0) return;
  const rows = [...last.values()]
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ hash, place, expiresAt }) => [
      hash,
      place?.country ?? null,
      place?.region ?? null,
      place?.city ?? null,
      place?.lat ?? null,
      place?.lng ?? null,
      place?.accuracyKm ?? null,
      place?.precision ?? null,
      expiresAt,
    ]);
  yield { table: 'geo_cache', columns: COLUMNS, rows, ignore: false, conflict: overwriteClause(dialect) };
}

export function* findGeo(hashes: readonly string[], now: number): Script<ReadonlyMap<string, Place | null>> {
  const places = new Map<string, Place | null>();
  for (const chunk of chunksOf([...new Set(hashes)], HASHES_PER_LOOKUP)) {
    const { rows } = yield query(
      `SELECT ${COLUMNS.join(', ')} FROM geo_cache WHERE hash IN (${marks(chunk.length)}) AND expires_at > ?`,
      ...chunk,
      now,
    );
    for (const row of rows) places.set(String(row.hash), readPlace(row));
  }
  return places;
}
