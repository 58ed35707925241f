import { LETTERS_PATH } from '../../lib/letters/desk';
import { DeskError, HttpDesk } from '../../lib/letters/http-desk';

const TIMEOUT_MS = 120_000;

/** Dead letters at a running globe. The key travels in a header and nowhere else. */
export function openRemoteDesk({ origin }: URL, key: string): HttpDesk {
  return new HttpDesk(async (path, body) => {
    try {
      const response = await fetch(`${origin}${LETTERS_PATH}${path}`, {
        method: body === null ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        // Another address is not to get the key.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: response.status, value: await response.json().catch(() => null) };
    } catch (error) {
      const { message, cause } = error as Error;
      const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
      throw new DeskError(`does not answer (${code})`);
    }
  });
}
