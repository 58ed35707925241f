import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/**
 * The address that limits hold for. It is the socket's own; behind `trustedHops` proxies of ours it is what the outermost of
 * them has seen: the n-th from the right of X-Forwarded-For, since each one appends whom it heard. What stands further left
 * is the sender's own claim. An IPv6 address stands for its /64, of which one machine has all.
 */
export function viewerAddress(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedHops: number,
): string {
  const own = network(request.socket.remoteAddress ?? '') ?? '';
  if (trustedHops === 0) return own;
  const forwarded = request.headers['x-forwarded-for'];
  const list = (Array.isArray(forwarded) ? forwarded.join() : (forwarded ?? '')).split(',');
  // A shorter list did not come through so many proxies: nothing in it is to be believed.
  return network(list.at(-trustedHops) ?? '') ?? own;
}

/** IPv4 whole, IPv6 by its first 64 bits; null for what is no address. A port and brackets are left off. */
function network(text: string): string | null {
  const trimmed = text.trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? trimmed.replace(/^([\d.]+):\d+$/, '$1');
  const mapped = /^::ffff:([\d.]+)$/i.exec(bare)?.[1] ?? bare;
  if (isIPv4(mapped)) return mapped;
  const address = bare.split('%')[0] ?? '';
  if (!isIPv6(address)) return null;
  const [head = '', tail = ''] = address.split('::');
  const groups = (half: string) => (half === '' ? [] : half.split(':'));
  // An IPv4 at the end stands for two groups; it never reaches the first four.
  const given = groups(head).length + groups(tail).length + (address.includes('.') ? 1 : 0);
  const all = address.includes('::')
    ? [...groups(head), ...new Array<string>(Math.max(8 - given, 0)).fill('0'), ...groups(tail)]
    : groups(address);
  const first = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(':')}::/64`;
}
