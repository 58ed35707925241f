/** An address, normalised: dotted IPv4, or IPv6 as eight groups of hex without leading zeros. */
export type Address = { readonly text: string; readonly version: 4 | 6 };

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function parseV4(text: string): readonly number[] | null {
  const match = IPV4.exec(text);
  if (!match) return null;
  const bytes = match.slice(1).map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

function parseV6(text: string): readonly number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = (half: string | undefined): (number | null)[] => {
    if (half === undefined || half === '') return [];
    const parts = half.split(':');
    const v4 = parts.at(-1)?.includes('.') ? parseV4(parts.pop() ?? '') : [];
    if (v4 === null) return [null];
    const [a = 0, b = 0, c = 0, d = 0] = v4;
    const tail = v4.length === 4 ? [(a << 8) | b, (c << 8) | d] : [];
    return [
      ...parts.map((part) => (/^[0-9a-f]{1,4}$/i.test(part) ? Number.parseInt(part, 16) : null)),
      ...tail,
    ];
  };
  const head = groups(halves[0]);
  const tail = groups(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const all = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return all.every((group) => group !== null) ? (all as number[]) : null;
}

function isPublicV4(a = 0, b = 0, c = 0): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if (a === 100 && b >= 64 && b <= 127) return false; // carrier-grade NAT, RFC 6598
  if (a === 169 && b === 254) return false;
  if (a === 172 && b >= 16 && b <= 31) return false;
  if (a === 192 && b === 168) return false;
  if (a === 192 && b === 0 && (c === 0 || c === 2)) return false; // protocol assignments, documentation
  if (a === 198 && (b === 18 || b === 19)) return false; // benchmarks, RFC 2544
  return !((a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113)); // documentation
}

/** Only 2000::/3 is given out for global unicast; documentation (2001:db8::/32) is not for use. */
function isPublicV6([first = 0, second = 0]: readonly number[]): boolean {
  return first >> 13 === 1 && !(first === 0x2001 && second === 0x0db8);
}

/** The two halves of the IPv4 address that an IPv6 one stands for: mapped, NAT64 (RFC 6052), 6to4 (RFC 3056). */
function embeddedV4(groups: readonly number[]): readonly [number, number] | null {
  const [first = 0, second = 0, third = 0, , , sixth = 0, high = 0, low = 0] = groups;
  const zero = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  if (zero(0, 5) && sixth === 0xffff) return [high, low];
  if (first === 0x64 && second === 0xff9b && zero(2, 6)) return [high, low];
  return first === 0x2002 ? [second, third] : null;
}

function readOne(text: string): Address | null {
  // As it stands in RFC 7239's Forwarded (`for="…";proto=https`), or as a network of one address.
  let bare = text
    .trim()
    .replace(/^for=([^;]*).*$/i, '$1')
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .replace(/^([\d.]+)\/32$|^([\da-f:.]+)\/128$/i, '$1$2');
  const bracketed = /^\[([^\]]*)\](:\d+)?$/.exec(bare);
  if (bracketed) bare = bracketed[1] ?? '';
  else if (/^[\d.]+:\d+$/.test(bare)) bare = bare.slice(0, bare.indexOf(':'));
  bare = bare.split('%')[0] ?? '';
  const v4 = parseV4(bare);
  if (v4) return isPublicV4(...v4) ? { text: v4.join('.'), version: 4 } : null;
  if (!bare.includes(':')) return null;
  const v6 = parseV6(bare);
  if (!v6) return null;
  const embedded = embeddedV4(v6);
  if (embedded) {
    const [high, low] = embedded;
    return readOne(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`);
  }
  return isPublicV6(v6) ? { text: v6.map((group) => group.toString(16)).join(':'), version: 6 } : null;
}

/**
 * A plain dotted IPv4 address as a number, without making anything on the way: what nearly all producers send. -1 for
 * all else, which `publicAddress` may still know how to read, and for addresses that are not public.
 */
export function plainV4(text: string): number {
  let address = 0;
  let byte = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46 /* . */) {
      if (digits === 0 || ++dots > 3) return -1;
      address = address * 256 + byte;
      byte = 0;
      digits = 0;
    } else {
      if (code < 48 || code > 57 || ++digits > 3) return -1;
      byte = byte * 10 + code - 48;
      if (byte > 255) return -1;
    }
  }
  if (dots !== 3 || digits === 0) return -1;
  const [a, b, c] = [address >>> 16, (address >>> 8) & 255, address & 255];
  return isPublicV4(a, b, c) ? address * 256 + byte : -1;
}

/**
 * The first half of a plain IPv6 address as it is written, which stands for its /64: addresses of the same text lie in
 * the same one (one /64 may have several texts). '' for what is not plainly written, or no address at all. Whether it is
 * public is not looked at.
 */
export function plainV6Half(text: string): string {
  let groups = 0;
  let digits = 0;
  let half = 0;
  let gap = -1;
  let groupsBefore = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 58 /* : */) {
      if (!isHex(code) || ++digits > 4) return '';
      if (digits === 1) groups++;
    } else if (digits === 0) return '';
    else {
      digits = 0;
      if (groups === 4) half = at;
      if (text.charCodeAt(at + 1) === 58) {
        if (gap !== -1) return '';
        gap = at++;
        groupsBefore = groups;
      }
    }
  }
  const ended = digits > 0 || gap === text.length - 2;
  if (!ended) return '';
  if (gap === -1) return groups === 8 ? text.slice(0, half) : '';
  // What stands behind the gap must lie in the second half, and the gap stand for a group or more.
  return groups <= 7 && groupsBefore <= 4 && groups - groupsBefore <= 4 ? text.slice(0, gap + 2) : '';
}

const isHex = (code: number) =>
  (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);

/**
 * The first public address in what a producer sent: blanks, ports, brackets, zones and X-Forwarded-For lists are
 * taken apart. Private, reserved and malformed addresses are null: they have no place.
 */
export function publicAddress(text: string): Address | null {
  if (!text.includes(',')) return readOne(text);
  for (const part of text.split(',')) {
    const address = readOne(part);
    if (address) return address;
  }
  return null;
}

/** The network that stands for an address in the geo cache: /24 of IPv4, /48 of IPv6. */
export function networkOf(address: Address): string {
  return address.version === 4
    ? `${address.text.slice(0, address.text.lastIndexOf('.'))}.0/24`
    : `${address.text.split(':').slice(0, 3).join(':')}::/48`;
}
