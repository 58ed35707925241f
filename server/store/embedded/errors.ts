import { PositionBehindError, StaleEpochError, StoreDataError, StoreUnavailableError } from '../store';
import { StoreConfigError } from '../store-config-error';

/** SQLite's primary result code for a violated constraint; the driver has no names for some of its extended ones. */
const CONSTRAINT = 19;

function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if ('rawCode' in error && typeof error.rawCode === 'number' && (error.rawCode & 0xff) === CONSTRAINT)
    return 'SQLITE_CONSTRAINT';
  return /^(SQLITE_|UNKNOWN_SQLITE)/.test(error.code) ? error.code : null;
}

const DATA_CODES = /^SQLITE_(CONSTRAINT|TOOBIG|MISMATCH|RANGE)/;

/** The engine's message may quote a value of the row: only its code goes on. */
export function toStoreError(error: unknown): Error {
  if (
    error instanceof StoreDataError ||
    error instanceof StoreUnavailableError ||
    error instanceof StaleEpochError ||
    error instanceof PositionBehindError ||
    error instanceof StoreConfigError
  )
    return error;
  // A mistake of ours in code must not look like something to wait for.
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError)
    return error;
  const code = sqliteCode(error);
  if (code !== null && DATA_CODES.test(code))
    return new StoreDataError(`the database refused a row as data (${code})`);
  const cause = code ?? (error instanceof Error ? error.name : 'unknown');
  return new StoreUnavailableError(`the database file does not take it now (${cause})`, { cause });
}

/** What opening can fail of: only the operator can mend it. */
export function toOpenError(error: unknown, file: string): Error {
  if (error instanceof StoreConfigError) return error;
  const code = sqliteCode(error) ?? '';
  const message = error instanceof Error ? error.message : '';
  if (/NOTADB|CORRUPT/.test(code) || /not a database|malformed/.test(message))
    return new StoreConfigError(
      'DATA_DIR',
      `${file} is damaged or not a database of ours: move it away, or name another folder`,
    );
  if (/SQLITE_BUSY/.test(code) || /locked/.test(message))
    return new StoreConfigError('DATA_DIR', `${file} is locked by another program: close it there`);
  return new StoreConfigError(
    'DATA_DIR',
    `${file} cannot be opened for writing${code === '' ? '' : ` (${code})`}: make the folder writable, or name another one`,
  );
}
