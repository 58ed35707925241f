import { decodeBorders } from '../../lib/globe/border-file';
import { decodeEarth } from '../../lib/globe/earth-file';

/** The baked Earth, which every globe and map begins with. */
export const loadEarth = once('/globe/earth.bin', decodeEarth);

/** Borders of countries: who never comes near never fetches them. */
export const loadBorders = once('/globe/borders.bin', decodeBorders);

/** Fetches a baked file once a page; a failure is forgotten, so that the next caller tries again. */
function once<File>(url: string, decode: (bytes: ArrayBuffer) => File): () => Promise<File> {
  let pending: Promise<File> | null = null;
  return () => {
    pending ??= fetch(url)
      .then((answer) => {
        if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
        return answer.arrayBuffer();
      })
      .then(decode)
      .catch((cause: unknown) => {
        pending = null;
        throw cause;
      });
    return pending;
  };
}
