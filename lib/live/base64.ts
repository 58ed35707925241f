const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const VALUES = new Int16Array(128).fill(-1);
for (const [value, code] of CODES.entries()) VALUES[code] = value;
const PAD = 61;

const ascii = new TextDecoder('latin1');

/** Base64 (RFC 4648, padded) of bytes, the same in Node and in browsers, without a detour over binary strings. */
export function toBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    text[at++] = CODES[a >> 2] ?? 0;
    text[at++] = CODES[((a & 3) << 4) | (b >> 4)] ?? 0;
    text[at++] = index + 1 < bytes.length ? (CODES[((b & 15) << 2) | (c >> 6)] ?? 0) : PAD;
    text[at++] = index + 2 < bytes.length ? (CODES[c & 63] ?? 0) : PAD;
  }
  return ascii.decode(text);
}

/** The bytes of a base64 text; null when it is none. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  for (let index = 0; index < text.length; index += 4) {
    const last = index + 4 === text.length ? padding : 0;
    let word = 0;
    for (let letter = 0; letter < 4; letter++) {
      const code = text.charCodeAt(index + letter);
      const value = letter >= 4 - last ? 0 : code < 128 ? (VALUES[code] ?? -1) : -1;
      if (value < 0) return null;
      word = (word << 6) | value;
    }
    if (at < bytes.length) bytes[at++] = (word >> 16) & 255;
    if (at < bytes.length) bytes[at++] = (word >> 8) & 255;
    if (at < bytes.length) bytes[at++] = word & 255;
  }
  return bytes;
}
