/**
 * The address of a picture that may be loaded, or null. Allowed are drawn pictures of our own origin (`/art/…`) and
 * `https:` pictures from hosts that the operator named; anything else would tell a stranger who is looking.
 */
export function allowedPicture(url: string | null, hosts: readonly string[] = []): string | null {
  if (url === null) return null;
  if (url.startsWith('/art/')) return /^\/art\/[\w./-]+$/.test(url) && !url.includes('..') ? url : null;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed?.protocol === 'https:' && hosts.includes(parsed.host) ? parsed.href : null;
}

/** The address of a link that may be followed, or null: `http:` and `https:` only. */
export function allowedLink(url: string | null): string | null {
  const parsed = url !== null && URL.canParse(url) ? new URL(url) : null;
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : null;
}

/** A colour as it is stored (`#rrggbb`), or null. It goes into a style: nothing else may pass. */
export function allowedColor(color: string | null): string | null {
  return color !== null && /^#[0-9a-f]{6}$/i.test(color) ? color : null;
}
