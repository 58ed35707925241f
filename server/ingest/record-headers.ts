/** Longer ones are not kept: what they belong to cannot be replayed, and that is said. */
const MAX_PACKED_CHARS = 32 * 1024;

/** Headers as text, each value in base64: they are bytes. null when they are too long to be kept. */
export function packHeaders(headers: Readonly<Record<string, Uint8Array>>): string | null {
  const names = Object.keys(headers);
  if (names.length === 0) return '{}';
  const packed = JSON.stringify(
    Object.fromEntries(names.map((name) => [name, Buffer.from(headers[name] ?? []).toString('base64')])),
  );
  // Escapes of names may be longer as UTF-8 than as UTF-16.
  return Buffer.byteLength(packed) > MAX_PACKED_CHARS ? null : packed;
}

/** The headers that were packed; null for what is none. */
export function unpackHeaders(packed: string): Readonly<Record<string, Uint8Array>> | null {
  let json: unknown;
  try {
    json = JSON.parse(packed);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, new Uint8Array(Buffer.from(String(value), 'base64'))]),
  );
}
