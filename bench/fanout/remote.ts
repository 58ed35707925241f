import { type ChildProcess, fork } from 'node:child_process';
import { reaped, reapWithUs } from '../../tests/support/reaper';

type Question = { readonly number: number; readonly what: string; readonly with: unknown };
type Answer = { readonly number: number; readonly is?: unknown; readonly error?: string };
export type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

/** A process of the bench's own that is asked things: this file again, in another role. It dies with us. */
export class Remote {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #number = 0;

  constructor(file: string, role: string) {
    this.#child = fork(file, ['--role', role], { serialization: 'advanced', detached: true });
    const { pid } = this.#child;
    if (pid) reapWithUs(pid);
    this.#child.on('message', (answer: Answer) => this.#waiting.get(answer.number)?.(answer));
    this.#child.on('exit', (code) => {
      if (pid) reaped(pid);
      for (const [number, tell] of this.#waiting) tell({ number, error: `${role} ended with ${code}` });
    });
  }

  async ask<T>(what: string, argument: unknown = null): Promise<T> {
    const number = this.#number++;
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.set(number, resolve);
      this.#child.send({ number, what, with: argument });
    });
    this.#waiting.delete(number);
    if (answer.error) throw new Error(answer.error);
    return answer.is as T;
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.send({ number: -1, what: 'end', with: null });
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 3_000);
    await ended;
    clearTimeout(timer);
  }
}

/** The other side: answers until it is told to end. */
export function answer(handlers: Handlers): void {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ number, what, with: argument }: Question) => {
    if (what === 'end') process.exit(0);
    try {
      process.send?.({ number, is: await handlers[what]?.(argument as never) });
    } catch (error) {
      process.send?.({ number, error: (error as Error).stack });
    }
  });
}
