import { artwork } from '../../lib/simulation/art/artwork';
import { CATALOGUE } from '../../lib/simulation/catalogue';
import type { Answer } from './answer';
import { failure } from './answer';

const PREFIX = '/art/';
const CATEGORY_OF = new Map(CATALOGUE.map(({ id, category }) => [id, category]));

/** Pictures drawn so far: all 648 are some 2 MB. */
const drawn = new Map<string, string>();

const HEADERS = {
  'content-type': 'image/svg+xml; charset=utf-8',
  // A picture follows from its pin's id alone; with another way of drawing a stale one does no harm.
  'cache-control': 'public, max-age=31536000, immutable',
  // Opened on its own an SVG is a document: it may run and load nothing.
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
};

/** Answers `/art/<pin id>.svg` with the drawn picture of a simulated pin; 404 for other names there; null elsewhere. */
export function serveArt(pathname: string): Answer | null {
  if (!pathname.startsWith(PREFIX)) return null;
  const id = /^\/art\/([a-z0-9-]{1,64})\.svg$/.exec(pathname)?.[1];
  const category = id === undefined ? undefined : CATEGORY_OF.get(id);
  if (id === undefined || category === undefined) return failure(404, 'is not a picture of ours', 'path');
  const picture = drawn.get(id) ?? artwork(id, category);
  drawn.set(id, picture);
  return { status: 200, headers: HEADERS, body: picture };
}
