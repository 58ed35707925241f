import Database from 'libsql';
import { StoreConfigError } from '../store-config-error';

/**
 * Keeps a second process off a database file, and lets analysts read it meanwhile: the lock is on a file of its own,
 * an empty database in an exclusive transaction that is never ended. The operating system lets go of it when the
 * process dies, however it dies.
 */
export class FileLock {
  readonly #lock: Database.Database;

  constructor(file: string) {
    this.#lock = new Database(`${file}.lock`);
    try {
      this.#lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      this.#lock.close();
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code.startsWith('SQLITE_BUSY') || /locked/.test(error instanceof Error ? error.message : ''))
        throw new StoreConfigError(
          'DATA_DIR',
          `${file} is in use by another process: stop that one, or give this one a folder of its own`,
        );
      throw error;
    }
  }

  release(): void {
    this.#lock.close();
  }
}
