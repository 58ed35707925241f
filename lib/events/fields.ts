import type { FullPin, GivenLocation } from './event';
import { LIMITS } from './limits';

/** A field that is not as the format wants it. Used as control flow inside this folder only; never escapes it. */
export class FieldFault extends Error {
  readonly field: string;
  readonly missing: boolean;
  constructor(field: string, detail: string, missing = false) {
    super(detail);
    this.field = field;
    this.missing = missing;
  }
}

type Json = Readonly<Record<string, unknown>>;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const LONE_SURROGATES = new RegExp(LONE_SURROGATE, 'g');
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters in an id are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the fast path for plain ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/** Nearly all there is: one byte each, no control character, no surrogate. */
const PRINTABLE = /^[ -~]*$/;

function utf8Length(text: string): number {
  if (ASCII.test(text)) return text.length;
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An id: compared byte by byte, so nothing is trimmed or folded. Absent, null and '' are null. */
export function readId(json: Json, name: string, maxBytes: number, path = name): string | null {
  const value = json[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw new FieldFault(path, 'must be a string');
  if (value.length <= maxBytes && PRINTABLE.test(value)) return value;
  if (CONTROL.test(value)) throw new FieldFault(path, 'must not hold control characters');
  if (LONE_SURROGATE.test(value)) throw new FieldFault(path, 'is not well-formed Unicode');
  if (value.length * 3 > maxBytes && utf8Length(value) > maxBytes)
    throw new FieldFault(path, `is longer than ${maxBytes} bytes`);
  return value;
}

/** Free text. A lone surrogate becomes U+FFFD, since no encoding could keep it. */
export function readText(json: Json, name: string, maxChars: number, path = name): string | null {
  const value = json[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw new FieldFault(path, 'must be a string');
  if (value.length > maxChars) throw new FieldFault(path, `is longer than ${maxChars} characters`);
  if (PRINTABLE.test(value)) return value;
  return LONE_SURROGATE.test(value) ? value.replace(LONE_SURROGATES, '\ufffd') : value;
}

function readUrl(json: Json, name: string, path: string, rootRelative: boolean): string | null {
  const text = readText(json, name, LIMITS.urlChars, path);
  if (text === null) return null;
  const absolute = /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text);
  if (absolute || (rootRelative && /^\/(?![/\\])[^\s\\]*$/.test(text))) return text;
  throw new FieldFault(
    path,
    rootRelative ? 'must be an http(s) URL or a path that starts with /' : 'must be an http(s) URL',
  );
}

function readNumber(json: Json, name: string, path: string, min: number, max: number): number {
  const value = json[name];
  if (value === undefined || value === null) throw new FieldFault(path, 'is missing', true);
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new FieldFault(path, 'must be a number');
  if (value < min || value > max) throw new FieldFault(path, `must lie between ${min} and ${max}`);
  return value;
}

export function readLocation(json: Json): GivenLocation | null {
  const value = json.location;
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw new FieldFault('location', 'must be an object');
  const country = readText(value, 'country', 2, 'location.country');
  if (country !== null && !/^[A-Za-z]{2}$/.test(country))
    throw new FieldFault('location.country', 'must be two letters (ISO 3166-1 alpha-2)');
  return {
    lat: readNumber(value, 'lat', 'location.lat', -90, 90),
    lng: readNumber(value, 'lng', 'location.lng', -180, 180),
    city: readText(value, 'city', LIMITS.cityChars, 'location.city'),
    region: readText(value, 'region', LIMITS.regionChars, 'location.region'),
    country: country === null ? null : country.toUpperCase(),
    accuracyKm:
      value.accuracyKm === undefined || value.accuracyKm === null
        ? null
        : readNumber(value, 'accuracyKm', 'location.accuracyKm', 0, 20_100),
  };
}

/** A full pin. Its id may be left out where the event names it as `pinId`; two different ids are refused. */
export function readPin(value: unknown, pinId: string | null): FullPin | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw new FieldFault('pin', 'must be an object');
  const id = readId(value, 'id', LIMITS.pinIdBytes, 'pin.id') ?? pinId;
  if (id === null) throw new FieldFault('pin.id', 'is missing', true);
  if (pinId !== null && id !== pinId) throw new FieldFault('pin.id', 'differs from pinId');
  const color = readText(value, 'color', 7, 'pin.color');
  if (color !== null && !/^#[0-9a-f]{6}$/i.test(color))
    throw new FieldFault('pin.color', 'must be like #1a2b3c');
  return {
    id,
    title: readText(value, 'title', LIMITS.titleChars, 'pin.title'),
    description: readText(value, 'description', LIMITS.descriptionChars, 'pin.description'),
    imageUrl: readUrl(value, 'imageUrl', 'pin.imageUrl', true),
    link: readUrl(value, 'link', 'pin.link', false),
    boardId: readId(value, 'boardId', LIMITS.boardIdBytes, 'pin.boardId'),
    boardName: readText(value, 'boardName', LIMITS.boardNameChars, 'pin.boardName'),
    category: readText(value, 'category', LIMITS.categoryChars, 'pin.category'),
    color: color === null ? null : color.toLowerCase(),
  };
}
