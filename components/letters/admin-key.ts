/** Kept for the tab alone, and only once it was right. */
const NAME = 'repin-globe.admin-key';

/** Storage may be switched off: then the key is asked for again. */
function stored(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

export const keptKey = (): string | null => stored()?.getItem(NAME) ?? null;
export const keepKey = (key: string): void => stored()?.setItem(NAME, key);
export const forgetKey = (): void => stored()?.removeItem(NAME);
