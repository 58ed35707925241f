import { PositionBehindError, StaleEpochError, StoreDataError, StoreUnavailableError } from '../store';
import { StoreConfigError } from '../store-config-error';

type ServerError = Error & { readonly errno?: number; readonly code?: string };

const DEADLOCK = 1213;
const LOCK_WAIT = 1205;

/** What the server refuses as data: lengths, ranges, encodings, JSON, checks, a row above the packet size. */
const DATA_ERRNOS: ReadonlySet<number> = new Set([
  1048, // column cannot be null
  1153, // packet too large
  1264, // out of range
  1265, // truncated
  1292, // wrong value
  1300, // invalid characters
  1364, // no default
  1366, // wrong value for column
  1367, // illegal value
  1406, // too long
  1411, // wrong value for a function
  1452, // a foreign key has nothing to point at
  1526, // no partition takes it
  1644, // a trigger of the operator's refuses the row (SIGNAL)
  1690, // out of range in an expression
  3140, // invalid JSON
  3819, // check violated (MySQL)
  4025, // check violated (MariaDB)
]);

/** mysql2 knows MySQL's names alone: there, 4025 is about a file's size. */
const MARIADB_NAMES: ReadonlyMap<number, string> = new Map([[4025, 'ER_CONSTRAINT_FAILED']]);

/** A key is there already. Ours are primary ones: of another the operator has made it, and it refuses the row. */
const DUPLICATE = 1062;
const PRIMARY_KEY = /for key '(?:[^']*\.)?PRIMARY'$/;

export function errnoOf(error: unknown): number | undefined {
  return error instanceof Error ? (error as ServerError).errno : undefined;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as ServerError).code : undefined;
}

/** The transaction was sacrificed to another one: ROLLBACK, and the whole of it again. */
export function isLostRace(error: unknown): boolean {
  const errno = errnoOf(error);
  return errno === DEADLOCK || errno === LOCK_WAIT;
}

function isStoreError(error: unknown): boolean {
  return (
    error instanceof StoreDataError ||
    error instanceof StoreUnavailableError ||
    error instanceof StaleEpochError ||
    error instanceof PositionBehindError ||
    error instanceof StoreConfigError
  );
}

/** A mistake of ours in code, not an answer of the server: it must not look like something to wait for. */
function isDefect(error: unknown): error is Error {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError
  );
}

/**
 * The server's message may quote a value of the row (an id, a text), so only its number and code go on: an error's
 * message ends up in logs.
 */
export function toStoreError(error: unknown): Error {
  if (isDefect(error) || (error instanceof Error && isStoreError(error))) return error;
  const errno = errnoOf(error);
  const code =
    MARIADB_NAMES.get(errno ?? 0) ?? codeOf(error) ?? (error instanceof Error ? error.name : 'unknown');
  const refused =
    errno !== undefined &&
    (errno === DUPLICATE ? !PRIMARY_KEY.test(messageOf(error)) : DATA_ERRNOS.has(errno));
  if (refused) return new StoreDataError(`the database refused a row as data (${errno} ${code})`);
  return new StoreUnavailableError(
    `the database does not take it now (${errno === undefined ? code : `${errno} ${code}`})`,
    { cause: code },
  );
}
