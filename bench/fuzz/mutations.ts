import type { Random } from '../../lib/simulation/random';

export type FuzzMessage = {
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
  /** Epoch ms of the record. */
  readonly timestamp: number;
};

type Json = Record<string, unknown>;

/** A broker takes records of 1,048,588 bytes by default, with everything around them. */
const BROKER_LIMIT = 1_048_000;
const FIELDS = [
  ...[
    'id',
    'type',
    'ts',
    'userId',
    'ip',
    'location',
    'pinId',
    'boardId',
    'pin',
    'text',
    'specversion',
    'source',
  ],
  ...['data', 'data_base64', 'time', 'location.lat', 'location.lng', 'location.city', 'location.country'],
  ...[
    'location.region',
    'location.accuracyKm',
    'pin.id',
    'pin.title',
    'pin.imageUrl',
    'pin.link',
    'pin.color',
  ],
  ...['pin.category', 'pin.boardId', 'pin.boardName', 'pin.description'],
];
const LIMIT_LENGTHS = [
  0, 1, 2, 7, 8, 100, 101, 127, 128, 129, 200, 201, 254, 255, 256, 500, 1_000, 1_001, 2_048, 2_049,
];
const CHARACTERS = [
  'a',
  'é',
  '素',
  '🍜',
  '\u0000',
  '\u001f',
  '\u007f',
  '\ud800',
  '\udfff',
  '\u2028',
  '"',
  '\\',
  "'",
  '%',
  ' ',
  '\ufeff',
  '\u202e',
];
const NUMBERS = [
  ...[
    0,
    -0,
    -1,
    0.5,
    1e308,
    -1e308,
    5e-324,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    2 ** 53 + 2,
    -(2 ** 63),
    90.000_001,
    180,
    181,
  ],
  ...[
    946_684_799_999, 946_684_800_000, 1_700_000_000, 4_102_444_800_000, 4_102_444_800_001,
    253_402_300_800_000, -62_135_596_800_000,
  ],
];
/** What JSON.stringify would never write. */
const LITERALS = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '-1e999',
  '0x10',
  '01',
  '+1',
  '.5',
  'undefined',
  '1_000',
  "'x'",
  '9'.repeat(400),
  '123456789012345678901234567890',
];
const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  '',
  '\u0000',
  'length',
  '__defineGetter__',
];
const HEADERS = [
  'ce_specversion',
  'ce_id',
  'ce_source',
  'ce_type',
  'ce_time',
  'content-type',
  '__proto__',
  '',
];

/** Breaks messages in one or several of many ways; the same random numbers break them in the same way. */
export class Mutator {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  mutate(base: FuzzMessage): FuzzMessage {
    const random = this.#random;
    if (random.chance(0.0005)) return { ...base, value: this.#large() };
    const json = random.chance(0.7) ? readJson(base.value) : null;
    let text: string | null = null;
    if (json) {
      const times = 1 + random.below(3);
      for (let time = 0; time < times; time++) this.#changeField(json);
      text = this.#changeText(JSON.stringify(json));
    }
    let value = text === null ? base.value : Buffer.from(text);
    if (value && random.chance(json ? 0.15 : 0.9)) value = this.#changeBytes(value);
    if (random.chance(0.002)) value = random.chance(0.5) ? null : Buffer.alloc(0);
    const headers = random.chance(0.12) ? this.#changeHeaders(base.headers) : base.headers;
    const timestamp = random.chance(0.02) ? random.pick([0, -1, 1, 4_102_444_800_000]) : base.timestamp;
    return { value, headers, timestamp };
  }

  #changeField(json: Json): void {
    const random = this.#random;
    if (random.chance(0.1)) {
      define(json, random.pick(KEYS), this.#anything(3));
      return;
    }
    const [parent, child] = random.pick(FIELDS).split('.') as [string, string?];
    let target = json;
    if (child !== undefined) {
      const inner = json[parent];
      if (typeof inner !== 'object' || inner === null) json[parent] = {};
      target = json[parent] as Json;
    }
    const name = child ?? parent;
    if (random.chance(0.15)) delete target[name];
    else define(target, name, this.#anything(3));
  }

  /** A value of any type, wrong ones above all. */
  #anything(depth: number): unknown {
    const random = this.#random;
    switch (random.below(depth > 0 ? 11 : 7)) {
      case 0:
        return null;
      case 1:
        return random.chance(0.5);
      case 2:
        return random.pick(NUMBERS);
      case 3:
        return random.pick(CHARACTERS).repeat(random.pick(LIMIT_LENGTHS));
      case 4:
        return this.#text(random.below(30));
      case 5:
        return random.pick([
          '2024-01-01T00:00:00Z',
          '275760-09-13T00:00:00Z',
          '0000-00-00T00:00:00Z',
          '2024-02-30T25:61:61+99:99',
        ]);
      case 6:
        return random.pick([
          'repin',
          'com.example.pin.v2',
          'LOGIN',
          'comment.',
          '.repin',
          '1.0',
          'https://a.example/',
          '/art/x',
          '//evil',
          '#aabbcc',
          '::1',
          '999.1.1.1',
          'FR',
          'fr',
          'F1',
        ]);
      case 7:
        return Array.from({ length: random.below(4) }, () => this.#anything(depth - 1));
      case 8: {
        const object: Json = {};
        for (let key = 0; key < random.below(4); key++)
          define(object, random.pick([...KEYS, 'id', 'lat']), this.#anything(depth - 1));
        return object;
      }
      case 9:
        return nested(random.pick([2, 50, 500, 3_000]));
      default:
        return Buffer.from(this.#text(20)).toString('base64');
    }
  }

  #text(length: number): string {
    return Array.from({ length }, () => this.#random.pick(CHARACTERS)).join('');
  }

  /** What only shows in the text: literals that are no JSON, the same key twice, a mark at the start. */
  #changeText(text: string): string {
    const random = this.#random;
    const dice = random.next();
    if (dice < 0.06) return text.replace(/:(-?\d+|"[^"]*"|null)/, `:${random.pick(LITERALS)}`);
    if (dice < 0.09)
      return text.replace('{', `{"id":"twice","id":${JSON.stringify(this.#anything(1)) ?? 'null'},`);
    if (dice < 0.11) return `\ufeff${text}`;
    if (dice < 0.13) return text + text;
    if (dice < 0.15) return `${' \n\t'.repeat(random.below(2_000))}${text}`;
    if (dice < 0.17) return text.replace('{', `{"__proto__":{"type":"repin","pinId":"p","id":"x"},`);
    return text;
  }

  #changeBytes(bytes: Buffer): Buffer {
    const random = this.#random;
    const changed = Buffer.from(bytes);
    const at = random.below(Math.max(changed.length, 1));
    switch (random.below(7)) {
      case 0:
        return changed.subarray(0, at);
      case 1:
        return changed.subarray(at);
      case 2: {
        for (let flips = 1 + random.below(4); flips > 0 && changed.length > 0; flips--) {
          const place = random.below(changed.length);
          changed[place] = (changed[place] ?? 0) ^ (1 << random.below(8));
        }
        return changed;
      }
      case 3:
        return Buffer.concat([
          changed.subarray(0, at),
          randomBytes(random, 1 + random.below(6)),
          changed.subarray(at),
        ]);
      case 4:
        // A schema id in front, whatever stands behind it.
        return Buffer.concat([Buffer.from([0, 0, 0, 0, random.below(256)]), changed]);
      case 5:
        return Buffer.concat([changed.subarray(0, at), random.pick(BROKEN_UTF8), changed.subarray(at)]);
      default:
        return randomBytes(random, random.below(200));
    }
  }

  #changeHeaders(headers: FuzzMessage['headers']): FuzzMessage['headers'] {
    const random = this.#random;
    const changed: Record<string, Buffer> = {};
    for (const [name, value] of Object.entries(headers)) if (random.chance(0.7)) changed[name] = value;
    for (let more = random.below(5); more > 0; more--) {
      const value = random.chance(0.5)
        ? Buffer.from(random.pick(['1.0', '2.0', 'repin', 'x'.repeat(256), '']))
        : randomBytes(random, random.below(20));
      Object.defineProperty(changed, random.pick(HEADERS), {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return changed;
  }

  /** As much as a broker takes, or just around what the format takes. */
  #large(): Buffer {
    const length = this.#random.pick([BROKER_LIMIT, 262_143, 262_144, 262_145, 700_000]);
    const head = '{"id":"large","type":"comment","pinId":"p","text":"';
    return Buffer.from(`${head}${'x'.repeat(length - head.length - 2)}"}`);
  }
}

const BROKEN_UTF8 = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x82],
  [0x80],
].map((bytes) => Buffer.from(bytes));

function randomBytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

/** As JSON.parse does it: `__proto__` becomes a key and not the prototype. */
function define(target: Json, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value };
  return value;
}

function readJson(value: Buffer | null): Json | null {
  try {
    const json: unknown = JSON.parse(String(value));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : null;
  } catch {
    return null;
  }
}
