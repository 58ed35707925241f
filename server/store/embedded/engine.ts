import type { EmbeddedDatabase } from './embedded-database';

/** The methods of the database that travel to its thread. */
export type EngineMethod = Exclude<keyof EmbeddedDatabase, 'close'>;
export type EngineArguments<M extends EngineMethod> = Parameters<EmbeddedDatabase[M]>;
export type EngineAnswer<M extends EngineMethod> = ReturnType<EmbeddedDatabase[M]>;

/** Where the database runs: in a thread of its own, or in the caller's. */
export interface EmbeddedEngine {
  call<M extends EngineMethod>(method: M, ...parameters: EngineArguments<M>): Promise<EngineAnswer<M>>;
  close(): Promise<void>;
}

/** Calls the method on the database: the one place where a name becomes a call. */
export function callDatabase<M extends EngineMethod>(
  database: EmbeddedDatabase,
  method: M,
  parameters: EngineArguments<M>,
): EngineAnswer<M> {
  const run = database[method] as unknown as (...parameters: EngineArguments<M>) => EngineAnswer<M>;
  return run.apply(database, parameters);
}

/** In the caller's thread: for tests and tools. Each call still answers later, as the other one's do. */
export class InProcessEngine implements EmbeddedEngine {
  readonly #database: EmbeddedDatabase;

  constructor(database: EmbeddedDatabase) {
    this.#database = database;
  }

  async call<M extends EngineMethod>(method: M, ...parameters: EngineArguments<M>): Promise<EngineAnswer<M>> {
    return callDatabase(this.#database, method, parameters);
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}
