import { Worker } from 'node:worker_threads';
import { type StoreBatch, StoreUnavailableError } from '../store';
import type { EmbeddedEngine, EngineAnswer, EngineArguments, EngineMethod } from './engine';
import {
  packBatch,
  type SlimOutcome,
  type ThreadData,
  type ThreadReply,
  type ThreadRequest,
  unpackError,
} from './thread-protocol';

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/** One life of the thread: its requests, by number. Number 0 is its opening. */
class Line {
  readonly ready: Promise<unknown>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #ended: Error | null = null;

  constructor(script: URL, data: ThreadData, onEnd: () => void) {
    this.#worker = new Worker(script, { workerData: data });
    this.ready = new Promise((resolve, reject) => this.#waiting.set(0, { resolve, reject }));
    this.#worker.on('message', (reply: ThreadReply) => this.#settle(reply));
    const end = (error: Error) => {
      this.#ended ??= new StoreUnavailableError(`the database thread has ended (${error.message})`);
      for (const { reject } of this.#waiting.values()) reject(this.#ended);
      this.#waiting.clear();
      onEnd();
    };
    this.#worker.on('error', end);
    this.#worker.on('exit', (code) => end(new Error(`exit ${code}`)));
  }

  ask(method: ThreadRequest['method'], parameters: readonly unknown[]): Promise<unknown> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, method, parameters });
    });
  }

  #settle(reply: ThreadReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(unpackError(reply.error));
  }
}

/**
 * The database in a thread of its own, so that its statements never hold up the event loop that serves viewers. A
 * thread that ended by itself is started again by the next call; whoever waited on the old one is told "unavailable".
 */
export class ThreadEngine implements EmbeddedEngine {
  readonly #script: URL;
  readonly #file: string;
  #line: Promise<Line> | null = null;
  #closed = false;

  constructor(script: URL, file: string) {
    this.#script = script;
    this.#file = file;
  }

  /** Throws StoreConfigError when the file cannot be used. */
  async open(): Promise<void> {
    await this.#connected();
  }

  async call<M extends EngineMethod>(method: M, ...parameters: EngineArguments<M>): Promise<EngineAnswer<M>> {
    const line = await this.#connected();
    if (method !== 'writeBatch') return (await line.ask(method, parameters)) as EngineAnswer<M>;
    const batch = parameters[0] as StoreBatch;
    const outcome = (await line.ask(method, [packBatch(batch)])) as SlimOutcome;
    const publishable = outcome.publishable.map((at) => batch.events[at]);
    return { ...outcome, publishable } as unknown as EngineAnswer<M>;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const line = await this.#line?.catch(() => null);
    await line?.ask('close', []);
  }

  #connected(): Promise<Line> {
    if (this.#closed) return Promise.reject(new StoreUnavailableError('the database is closed'));
    this.#line ??= this.#connect();
    return this.#line;
  }

  async #connect(): Promise<Line> {
    const line = new Line(this.#script, { file: this.#file }, () => {
      this.#line = null;
    });
    await line.ready;
    return line;
  }
}
