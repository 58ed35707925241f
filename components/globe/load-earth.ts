import { decodeEarth, type EarthFile } from '../../lib/globe/earth-file';

export const EARTH_URL = '/globe/earth.bin';

let pending: Promise<EarthFile> | null = null;

/** The baked Earth, fetched once a page; a failure is forgotten, so that the next caller tries again. */
export function loadEarth(): Promise<EarthFile> {
  pending ??= fetch(EARTH_URL)
    .then((answer) => {
      if (!answer.ok) throw new Error(`${EARTH_URL}: ${answer.status}`);
      return answer.arrayBuffer();
    })
    .then(decodeEarth)
    .catch((cause: unknown) => {
      pending = null;
      throw cause;
    });
  return pending;
}
