import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c';

/** RFC 3720 B.4, and the check value of the catalogue of CRCs. */
const KNOWN: readonly (readonly [string, Buffer, number])[] = [
  ['nothing', Buffer.alloc(0), 0],
  ['"123456789"', Buffer.from('123456789'), 0xe3069283],
  ['32 zeroes', Buffer.alloc(32), 0x8a9136aa],
  ['32 ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
  ['0 to 31', Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
  ['31 to 0', Buffer.from(Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c],
];

describe('crc32c', () => {
  it.each(KNOWN)('of %s is as the standard has it', (_, bytes, sum) => {
    expect(crc32c(bytes)).toBe(sum);
  });

  it('takes a part of the bytes, whatever its alignment', () => {
    const bytes = Buffer.from('xx123456789yyyyyyyyy');
    expect(crc32c(bytes, 2, 11)).toBe(0xe3069283);
  });
});
