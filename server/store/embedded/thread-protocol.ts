import { StaleEpochError, StoreDataError, StoreUnavailableError } from '../store';
import { StoreConfigError } from '../store-config-error';
import type { EmbeddedOutcome } from './embedded-database';
import type { EngineMethod } from './engine';

export type ThreadData = { readonly file: string };

export type ThreadRequest =
  | { readonly id: number; readonly method: EngineMethod; readonly parameters: readonly unknown[] }
  | { readonly id: number; readonly method: 'close'; readonly parameters: readonly [] };

/** An error as it crosses threads: a structured clone would lose its class. */
export type ThreadError = {
  readonly name: string;
  readonly message: string;
  readonly option: string | null;
  readonly cause: string | null;
};

export type ThreadReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ThreadError };

/** A write's outcome with places in the batch for the events: they are on the other side already. */
export type SlimOutcome = Omit<EmbeddedOutcome, 'publishable'> & { readonly publishable: readonly number[] };

export function packError(error: unknown): ThreadError {
  const known = error instanceof Error ? error : new Error(String(error));
  return {
    name: known.name,
    message: known.message,
    option: known instanceof StoreConfigError ? known.option : null,
    cause: typeof known.cause === 'string' ? known.cause : null,
  };
}

export function unpackError(packed: ThreadError): Error {
  const { name, message, option, cause } = packed;
  if (name === 'StoreDataError') return new StoreDataError(message);
  if (name === 'StaleEpochError') return new StaleEpochError(message);
  if (name === 'StoreConfigError') {
    const prefix = `${option}: `;
    return new StoreConfigError(
      option ?? 'DATA_DIR',
      message.startsWith(prefix) ? message.slice(prefix.length) : message,
    );
  }
  return new StoreUnavailableError(message, cause === null ? undefined : { cause });
}
