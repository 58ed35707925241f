import { describe, expect, test } from 'vitest';
import { viewerAddress } from './viewer-address';

const of = (remoteAddress: string | undefined, forwarded: string | undefined, hops: number) =>
  viewerAddress(
    {
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
      socket: { remoteAddress } as never,
    },
    hops,
  );

describe('the address of a viewer', () => {
  test.each([
    ['the socket’s own', '198.51.100.7', undefined, 0, '198.51.100.7'],
    ['and no claim', '198.51.100.7', '203.0.113.9', 0, '198.51.100.7'],
    ['IPv4 over IPv6', '::ffff:198.51.100.7', undefined, 0, '198.51.100.7'],
    ['behind a proxy what it heard', '10.0.0.1', '203.0.113.9', 1, '203.0.113.9'],
    ['and not what it was told', '10.0.0.1', '1.2.3.4, 5.6.7.8, 203.0.113.9', 1, '203.0.113.9'],
    ['behind two what the outer one heard', '10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', 2, '203.0.113.9'],
    ['not of a list that is too short', '10.0.0.1', '203.0.113.9', 2, '10.0.0.1'],
    ['not of no list', '10.0.0.1', undefined, 1, '10.0.0.1'],
    ['not of a word', '10.0.0.1', 'unknown', 1, '10.0.0.1'],
    ['without its port', '10.0.0.1', '203.0.113.9:4711', 1, '203.0.113.9'],
    ['without brackets', '10.0.0.1', '[2001:db8:1:2::5]:4711', 1, '2001:db8:1:2::/64'],
    ['IPv6 by its network', '2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::/64'],
    ['IPv6 in any spelling', '2001:0DB8:0001:0002::', undefined, 0, '2001:db8:1:2::/64'],
    ['IPv6 with a gap early on', '2001::5', undefined, 0, '2001:0:0:0::/64'],
    ['IPv6 with a zone', 'fe80::1%eth0', undefined, 0, 'fe80:0:0:0::/64'],
    ['IPv6 that ends like IPv4', '64:ff9b::198.51.100.7', undefined, 0, '64:ff9b:0:0::/64'],
    ['a socket that is gone', undefined, undefined, 0, ''],
  ])('%s', (_name, own, forwarded, hops, address) => {
    expect(of(own, forwarded, hops)).toBe(address);
  });
});
