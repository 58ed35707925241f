import { describe, expect, it } from 'vitest';
import { StaleEpochError, StoreDataError, StoreUnavailableError } from '../store';
import { isLostRace, toStoreError } from './errors';

const serverError = (errno: number, code: string) =>
  Object.assign(new Error("Data too long: 'ada@example.org'"), { errno, code });

describe('what the server answers', () => {
  it.each([
    [1406, 'ER_DATA_TOO_LONG', StoreDataError],
    [1264, 'ER_WARN_DATA_OUT_OF_RANGE', StoreDataError],
    [1366, 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', StoreDataError],
    [1048, 'ER_BAD_NULL_ERROR', StoreDataError],
    [3140, 'ER_INVALID_JSON_TEXT', StoreDataError],
    [4025, 'ER_CONSTRAINT_FAILED', StoreDataError],
    [1290, 'ER_OPTION_PREVENTS_STATEMENT', StoreUnavailableError],
    [1114, 'ER_RECORD_FILE_FULL', StoreUnavailableError],
    [1021, 'ER_DISK_FULL', StoreUnavailableError],
    [1040, 'ER_CON_COUNT_ERROR', StoreUnavailableError],
    [1146, 'ER_NO_SUCH_TABLE', StoreUnavailableError],
  ])('%i %s', (errno, code, expected) => {
    const error = toStoreError(serverError(errno, code));
    expect(error).toBeInstanceOf(expected);
    expect(error.message).toContain(`${errno} ${code}`);
    // The server quotes values of the row, and messages end up in logs.
    expect(error.message).not.toContain('ada@example.org');
  });

  it.each([
    ["Duplicate entry 'ada' for key 'PRIMARY'", StoreUnavailableError],
    ["Duplicate entry 'ada' for key 'repins.PRIMARY'", StoreUnavailableError],
    ["Duplicate entry 'for key 'PRIMARY'' for key 'by_pin'", StoreDataError],
  ])('takes a key that is there for a race if it is the primary one: %s', (message, expected) => {
    const error = toStoreError(Object.assign(new Error(message), { errno: 1062, code: 'ER_DUP_ENTRY' }));
    expect(error).toBeInstanceOf(expected);
  });

  it('is a lost race for 1213 and 1205 only', () => {
    expect(isLostRace(serverError(1213, 'ER_LOCK_DEADLOCK'))).toBe(true);
    expect(isLostRace(serverError(1205, 'ER_LOCK_WAIT_TIMEOUT'))).toBe(true);
    expect(isLostRace(serverError(1062, 'ER_DUP_ENTRY'))).toBe(false);
  });

  it('is "unavailable" for a lost connection, and leaves our own errors and mistakes alone', () => {
    expect(toStoreError(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toBeInstanceOf(
      StoreUnavailableError,
    );
    const defect = new TypeError('x is not a function');
    expect(toStoreError(defect)).toBe(defect);
    const stale = new StaleEpochError('x');
    expect(toStoreError(stale)).toBe(stale);
  });
});
