/**
 * What may be shown of a payload that did not become an event: its shape, and the few values that name no person. Not a
 * list of what is hidden but of what is not, because a payload that is broken may hold anything anywhere.
 */

/** What takes the place of a letter, of a digit, and of what is neither ASCII nor printable. */
const LETTER = 'x';
const DIGIT = '0';
const OTHER = '?';

/** Names of the event format and of its envelope: they stay readable in text that cannot be parsed. */
const VOCABULARY: ReadonlySet<string> = new Set(
  'id type ts userId ip location lat lng city region country accuracyKm pinId boardId pin text title description imageUrl link boardName category color specversion source time data datacontenttype subject repin comment login true false null'.split(
    ' ',
  ),
);

const SHOWN_CHARS = 80;
const EXCERPT_CHARS = 400;
const MAX_DEPTH = 6;
const MAX_FIELDS = 60;
const MAX_ITEMS = 10;
const HEAD_BYTES = 5;

/**
 * Text with every letter and digit replaced, but for words of the format: `{"userId":"u-17"` is `{"userId":"x-00"`.
 * Punctuation stays, for that is what is wrong with JSON that cannot be parsed.
 */
export function shapeOf(text: string, maxChars = EXCERPT_CHARS): string {
  const cut = text.length > maxChars ? text.slice(0, maxChars) : text;
  const shape = cut.replace(/[A-Za-z0-9]+|[^ -~]/g, (word) => {
    if (VOCABULARY.has(word)) return word;
    return word
      .replace(/[^ -~]/g, OTHER)
      .replace(/[A-Za-z]/g, LETTER)
      .replace(/[0-9]/g, DIGIT);
  });
  return cut === text ? shape : `${shape}…`;
}

const NUMBER_FIELDS: ReadonlySet<string> = new Set(['ts']);
const ROUNDED_FIELDS: ReadonlySet<string> = new Set(['lat', 'lng', 'accuracyKm']);
/** Values that are shown when they look as they should. Pins and boards are public: the globe shows them. */
const PLAIN_FIELDS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    type: /^[A-Za-z]{1,20}([.][A-Za-z]{1,20}){0,5}([.]v\d)?$/,
    specversion: /^\d\.\d$/,
    datacontenttype: /^[a-z]+\/[a-z+]+$/,
    time: /^\d{4}-\d\d-\d\d[Tt ][\d:.]{1,20}([Zz]|[+-]\d\d:\d\d)$/,
    country: /^[A-Za-z]{2}$/,
    color: /^#[0-9A-Fa-f]{3,8}$/,
    category: /^[A-Za-z &-]{1,40}$/,
    pinId: /^[A-Za-z0-9_-]{1,80}$/,
    boardId: /^[A-Za-z0-9_-]{1,80}$/,
  }),
);
const PERSON = /user|account|member|person|owner|author|profile|e-?mail|phone|login|session|device/i;
/** A digit in a name may be part of an id that somebody made a key of. */
const KEY = /^[A-Za-z][A-Za-z_.-]{0,39}$/;

type Json = Readonly<Record<string, unknown>>;

function describe(value: unknown): string {
  if (value === null) return '<null>';
  if (typeof value === 'string') return `<text, ${value.length} characters>`;
  if (Array.isArray(value)) return `<list, ${value.length} items>`;
  return `<${typeof value}>`;
}

/** Texts that name a person somewhere in the payload: wherever else they stand, they are no less personal. */
function personalTexts(value: unknown, depth = 0, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return found;
  for (const [name, part] of Object.entries(value)) {
    const personal = PERSON.test(name) || name === 'ip';
    if (personal && (typeof part === 'string' || typeof part === 'number')) found.add(String(part));
    else personalTexts(part, depth + 1, found);
  }
  return found;
}

function holdsPerson(text: string, personal: ReadonlySet<string>): boolean {
  for (const one of personal)
    if (one !== '' && (one.length < 3 ? text === one : text.includes(one))) return true;
  return false;
}

function maskField(name: string, value: unknown, personal: ReadonlySet<string>, depth: number): unknown {
  if (name === 'data' && typeof value === 'string') {
    try {
      const data: unknown = JSON.parse(value);
      return maskValue(data, personalTexts(data, 0, new Set(personal)), depth + 1);
    } catch {
      return describe(value);
    }
  }
  if (typeof value === 'object' && value !== null) return maskValue(value, personal, depth + 1);
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') {
    if (NUMBER_FIELDS.has(name)) return value;
    return ROUNDED_FIELDS.has(name) ? Math.round(value) : describe(value);
  }
  const text = String(value);
  if (text === '') return '';
  if (name === 'ip') return '<address>';
  if (PERSON.test(name) && name !== 'type') return `<${describe(value).slice(1, -1)}, a person's>`;
  const plain = PLAIN_FIELDS.get(name)?.test(text) && !holdsPerson(text, personal);
  return plain ? text.slice(0, SHOWN_CHARS) : describe(value);
}

function maskValue(value: unknown, personal: ReadonlySet<string>, depth = 0): unknown {
  if (depth > MAX_DEPTH) return describe(value);
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item: unknown) => maskField('', item, personal, depth));
    return value.length > MAX_ITEMS ? [...items, `<and ${value.length - MAX_ITEMS} more>`] : items;
  }
  if (typeof value !== 'object' || value === null) return maskField('', value, personal, depth);
  const fields = Object.entries(value as Json);
  const masked: Record<string, unknown> = Object.create(null);
  for (const [index, [name, part]] of fields.slice(0, MAX_FIELDS).entries()) {
    const shown = VOCABULARY.has(name) || (KEY.test(name) && !holdsPerson(name, personal));
    masked[shown ? name : `<name ${index + 1}>`] = maskField(name, part, personal, depth);
  }
  if (fields.length > MAX_FIELDS) masked['<more>'] = fields.length - MAX_FIELDS;
  return masked;
}

/** How a payload is shown: `json` when it can be parsed, else its shape as text, or that it is binary. */
export type MaskedPayload = { readonly kind: 'empty' | 'json' | 'text' | 'binary'; readonly text: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Confluent's wire format: a zero byte and a schema id of four. */
const REGISTRY_PREFIX_BYTES = 5;

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** No address, no user id, no free text and no exact location, whatever the bytes are. */
export function maskPayload(payload: Uint8Array): MaskedPayload {
  if (payload.length === 0) return { kind: 'empty', text: '' };
  const prefixed = payload[0] === 0;
  const prefix = prefixed
    ? `<schema-registry prefix ${hex(payload.subarray(0, REGISTRY_PREFIX_BYTES))}>\n`
    : '';
  const bytes = prefixed ? payload.subarray(REGISTRY_PREFIX_BYTES) : payload;
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    const head = (payload[0] ?? 0) < 0x20 ? `, begins with ${hex(payload.subarray(0, HEAD_BYTES))}` : '';
    const latin = Array.from(payload.subarray(0, EXCERPT_CHARS), (byte) => String.fromCharCode(byte)).join(
      '',
    );
    return { kind: 'binary', text: `<not UTF-8${head}>\n${shapeOf(latin)}` };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'text', text: prefix + shapeOf(text) };
  }
  return { kind: 'json', text: prefix + JSON.stringify(maskValue(json, personalTexts(json)), null, 2) };
}

/** A line of ours that should hold nothing of the kind, and is looked at nevertheless: what looks like an address goes. */
export function maskAddresses(text: string): string {
  return text
    .replace(/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g, '<address>')
    .replace(/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi, (found) =>
      found.includes('::') || found.split(':').length === 8 ? '<address>' : found,
    );
}
