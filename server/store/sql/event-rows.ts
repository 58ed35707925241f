import type { EventType } from '../../../lib/events/event';
import type { LocatedEvent } from '../store';
import type { SqlValue } from './statement';
import { columnNames, TABLES } from './tables';

export const EVENT_TABLES = {
  pin: 'pins',
  repin: 'repins',
  comment: 'comments',
  login: 'logins',
} as const satisfies Record<EventType, string>;

export function eventColumns(type: EventType): readonly string[] {
  return columnNames(TABLES[EVENT_TABLES[type]]);
}

/** An event as its table's row, in the order of `eventColumns`. The address is not among them. */
export function eventRow(event: LocatedEvent, stream: number, storedAt: number): SqlValue[] {
  const { place } = event;
  const row: SqlValue[] = [
    event.key,
    event.ts,
    storedAt,
    event.userId,
    event.pinId,
    event.boardId,
    event.category,
    place === null ? null : place.country,
    place === null ? null : place.region,
    place === null ? null : place.city,
    place === null ? null : place.lat,
    place === null ? null : place.lng,
    place === null ? null : place.accuracyKm,
    place === null ? null : place.precision,
    stream,
    event.offset,
  ];
  if (event.type === 'comment') row.push(event.text);
  return row;
}
