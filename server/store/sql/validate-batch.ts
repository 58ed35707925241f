import { LIMITS } from '../../../lib/events/limits';
import type { Place } from '../../../lib/geo/place';
import { PRECISIONS } from '../../../lib/geo/place';
import type { ReplayBatch } from '../dead-letter-store';
import {
  type GeoCacheEntry,
  type LocatedEvent,
  type PinWrite,
  type StoreBatch,
  StoreDataError,
} from '../store';

/**
 * An ignoring insert cuts what is too long and clamps what is out of range without a word, so nothing reaches it that
 * a column cannot hold. Messages name the field and never the value.
 */
const KEY_BYTES = 512;
const SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function refuse(field: string, detail: string): never {
  throw new StoreDataError(`${field} ${detail}`);
}

function checkWellFormed(field: string, text: string): void {
  if (SURROGATE.test(text) && LONE_SURROGATE.test(text)) refuse(field, 'is not well-formed Unicode');
}

function checkBytes(field: string, text: string | null, maxBytes: number): void {
  if (text === null) return;
  if (typeof text !== 'string') refuse(field, 'must be a string');
  checkWellFormed(field, text);
  if (text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes)
    refuse(field, `is longer than ${maxBytes} bytes`);
}

function checkChars(field: string, text: string | null, maxChars: number): void {
  if (text === null) return;
  if (typeof text !== 'string') refuse(field, 'must be a string');
  checkWellFormed(field, text);
  if (text.length > maxChars) refuse(field, `is longer than ${maxChars} characters`);
}

function checkInteger(field: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) refuse(field, 'must be a whole number from 0 to 2^53 - 1');
}

function checkRange(field: string, value: number, min: number, max: number): void {
  if (typeof value !== 'number' || !(value >= min && value <= max))
    refuse(field, `must be a number from ${min} to ${max}`);
}

/** Events of one place share one object: it is looked at once. */
const checkedPlaces = new WeakSet<Place>();

function checkPlace(place: Place): void {
  if (checkedPlaces.has(place)) return;
  checkRange('lat', place.lat, -90, 90);
  checkRange('lng', place.lng, -180, 180);
  checkRange('accuracyKm', place.accuracyKm, 0, 20_100);
  checkChars('country', place.country, 2);
  checkChars('region', place.region, LIMITS.regionChars);
  checkChars('city', place.city, LIMITS.cityChars);
  if (!PRECISIONS.includes(place.precision)) refuse('precision', `is none of ${PRECISIONS.join(', ')}`);
  checkedPlaces.add(place);
}

function checkEvent(event: LocatedEvent): void {
  if (event.key === '') refuse('id', 'is empty');
  checkBytes('id', event.key, KEY_BYTES);
  checkInteger('ts', event.ts);
  checkBytes('userId', event.userId, LIMITS.userIdBytes);
  checkBytes('pinId', event.pinId, LIMITS.pinIdBytes);
  checkBytes('boardId', event.boardId, LIMITS.boardIdBytes);
  checkChars('category', event.category, LIMITS.categoryChars);
  if (event.type === 'comment') checkChars('text', event.text, LIMITS.textChars);
  if (event.place !== null) checkPlace(event.place);
}

export function validatePins(pins: readonly PinWrite[]): void {
  for (const { pinId, pin, ts, offset } of pins) {
    if (pinId === '') refuse('pin.id', 'is empty');
    checkBytes('pin.id', pinId, LIMITS.pinIdBytes);
    checkInteger('pin.ts', ts);
    checkInteger('pin.offset', offset);
    if (pin === null) continue;
    checkChars('pin.title', pin.title, LIMITS.titleChars);
    checkChars('pin.description', pin.description, LIMITS.descriptionChars);
    checkChars('pin.imageUrl', pin.imageUrl, LIMITS.urlChars);
    checkChars('pin.link', pin.link, LIMITS.urlChars);
    checkBytes('pin.boardId', pin.boardId, LIMITS.boardIdBytes);
    checkChars('pin.boardName', pin.boardName, LIMITS.boardNameChars);
    checkChars('pin.category', pin.category, LIMITS.categoryChars);
    checkChars('pin.color', pin.color, 7);
  }
}

export function validateGeo(entries: readonly GeoCacheEntry[]): void {
  for (const { hash, place, expiresAt } of entries) {
    checkBytes('hash', hash, 128);
    checkInteger('expiresAt', expiresAt);
    if (place !== null) checkPlace(place);
  }
}

/** The same for dead letters that are replayed. */
export function validateReplay(batch: ReplayBatch): void {
  for (const event of batch.events) checkEvent(event);
  validatePins(batch.pins);
}

/** Throws StoreDataError for the first row that the tables could not hold as it is. */
export function validateBatch(batch: StoreBatch): void {
  checkInteger('partition', batch.partition);
  checkInteger('epoch', batch.epoch);
  checkInteger('firstOffset', batch.firstOffset);
  checkInteger('lastOffset', batch.lastOffset);
  checkBytes('topic', batch.topic, 255);
  let last = -1;
  for (const event of batch.events) {
    checkInteger('offset', event.offset);
    if (event.offset < batch.firstOffset || event.offset > batch.lastOffset || event.offset <= last)
      refuse('offset', 'lies outside of its batch or out of order');
    last = event.offset;
    checkEvent(event);
  }
  validatePins(batch.pins);
  for (const letter of batch.deadLetters) {
    checkInteger('offset', letter.offset);
    checkInteger('lastOffset', letter.lastOffset);
  }
}
