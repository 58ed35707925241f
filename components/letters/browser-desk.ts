import { LETTERS_PATH, type LetterDesk } from '../../lib/letters/desk';
import { DeskError, HttpDesk } from '../../lib/letters/http-desk';

/** Dead letters at the globe that served this page. The key travels in a header: never in an address. */
export function openBrowserDesk(key: string): LetterDesk {
  return new HttpDesk(async (path, body) => {
    let response: Response;
    try {
      response = await fetch(`${LETTERS_PATH}${path}`, {
        method: body === null ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: body === null ? null : JSON.stringify(body),
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      });
    } catch {
      throw new DeskError('The globe does not answer.');
    }
    return { status: response.status, value: await response.json().catch(() => null) };
  });
}
