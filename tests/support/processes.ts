import { type ChildProcess, spawn } from 'node:child_process';
import { reaped, reapWithUs } from './reaper';
import { waitFor } from './wait-for';

export { freePort } from './free-port';
export { privateFolder } from './reaper';
export { type WaitOptions, waitFor } from './wait-for';

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };
export type StartOptions = {
  readonly cwd?: string;
  /** On top of our own environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it is called in messages; the command by default. */
  readonly name?: string;
  /** Written to its standard input, which is then closed. */
  readonly input?: string | Uint8Array;
};

/** At most so much of a child's output is kept: the end of it. */
const KEPT_CHARACTERS = 4_000_000;

/**
 * A child process with its output. It leads a process group of its own, which dies with the test process, however
 * that ends.
 */
export class RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Set once it has ended. */
  exit: Exit | null = null;
  readonly #child: ChildProcess;
  #output = '';

  constructor(command: string, args: readonly string[], options: StartOptions) {
    this.name = options.name ?? command;
    this.#child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // 0 only when it could not be started: `exited` then rejects with the reason.
    this.pid = this.#child.pid ?? 0;
    if (this.pid) reapWithUs(this.pid);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-KEPT_CHARACTERS);
      });
    }
    this.#child.stdin?.on('error', () => {});
    this.#child.stdin?.end(options.input ?? '');
    this.exited = new Promise((resolve, reject) => {
      this.#child.once('error', (error) => reject(new Error(`${this.name} did not start: ${error.message}`)));
      // What it leaves behind would keep its output open.
      this.#child.once('exit', () => this.#signal('SIGKILL'));
      // `close`, not `exit`: all output is there by then.
      this.#child.once('close', (code, signal) => {
        this.exit = { code, signal };
        reaped(this.pid);
        resolve(this.exit);
      });
    });
    this.exited.catch(() => {});
  }

  /** Standard output and error so far, as they came. */
  get output(): string {
    return this.#output;
  }

  /** Waits until the output matches; fails at once when the process ends before. */
  async waitForOutput(pattern: RegExp, timeoutMs = 60_000): Promise<RegExpExecArray> {
    let match: RegExpExecArray | null = null;
    await this.waitUntil(
      () => {
        match = pattern.exec(this.#output);
        return match !== null;
      },
      `${this.name} to print ${pattern}`,
      timeoutMs,
    );
    if (match === null) throw new Error(`${this.name} never printed ${pattern}`);
    return match;
  }

  /** Like `waitFor`, but fails at once when the process ends, with the end of its output. */
  async waitUntil(
    condition: () => boolean | Promise<boolean>,
    what: string,
    timeoutMs = 60_000,
  ): Promise<void> {
    const tail = () => `\n${this.#output.slice(-2000)}`;
    let met = false;
    const ended = await waitFor(
      async () => {
        // Read before asking: what a process printed last counts even when it has ended since.
        const gone = this.exit !== null;
        met = await condition();
        return met || gone;
      },
      what,
      { timeoutMs },
    ).catch((error: Error) => {
      throw new Error(`${error.message}; ${this.name} said:${tail()}`);
    });
    if (ended && !met) throw new Error(`${this.name} ended while waiting for ${what}; it said:${tail()}`);
  }

  /** Asks it to end and waits; after `timeoutMs` it is killed, which the exit tells. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', timeoutMs = 30_000): Promise<Exit> {
    if (this.exit) return this.exit;
    this.#child.kill(signal);
    const timer = setTimeout(() => this.#signal('SIGKILL'), timeoutMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  /** kill -9 of the process and all that it started. */
  async kill9(): Promise<Exit> {
    this.#signal('SIGKILL');
    return await this.exited;
  }

  #signal(signal: NodeJS.Signals): void {
    if (!this.pid) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // The whole group has ended already.
    }
  }
}

/** Starts a program; see `RunningProcess`. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): RunningProcess {
  return new RunningProcess(command, args, options);
}

/** Runs a program to its end and returns its output; anything but exit code 0 throws with the end of it. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): Promise<string> {
  const running = startProcess(command, args, options);
  const { code, signal } = await running.exited;
  if (code === 0) return running.output;
  throw new Error(`${running.name} ended with ${signal ?? code}:\n${running.output.slice(-4000)}`);
}
