import { join } from 'node:path';
import { privateFolder, type RunningProcess, startProcess, waitFor } from './processes';

const ROOT = join(import.meta.dirname, '../..');

export type GlobeOptions = {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly args?: readonly string[];
  /** false: do not wait until it is ready. */
  readonly ready?: boolean;
  readonly input?: string;
  /** For Node itself: a profiler, a heap limit. */
  readonly nodeArgs?: readonly string[];
};

/** One process of the built product, on a free port and a private folder. */
export class Globe {
  readonly process: RunningProcess;
  readonly url: string;
  readonly dataDir: string;

  constructor(process: RunningProcess, url: string, dataDir: string) {
    this.process = process;
    this.url = url;
    this.dataDir = dataDir;
  }

  async json<T = Record<string, unknown>>(path: string, init?: RequestInit): Promise<T> {
    const response = await fetch(this.url + path, init);
    return (await response.json()) as T;
  }

  /** Resolves when `/readyz` says so. */
  async ready(): Promise<this> {
    await waitFor(
      async () => {
        if (this.process.exit) throw new Error(`the globe ended:\n${this.process.output.slice(-4_000)}`);
        return (await fetch(`${this.url}/readyz`)).ok;
      },
      'the globe to be ready',
      { timeoutMs: 90_000 },
    );
    return this;
  }
}

/** Starts `dist/server/main.js` as its users do: settings by environment, everything else by default. */
export async function startGlobe(options: GlobeOptions = {}): Promise<Globe> {
  const dataDir = options.env?.DATA_DIR ?? privateFolder('globe');
  const process = startProcess(
    globalThis.process.execPath,
    [...(options.nodeArgs ?? []), join(ROOT, 'dist/server/main.js'), ...(options.args ?? [])],
    {
      cwd: ROOT,
      name: 'the globe',
      env: {
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        PORT: '0',
        DATA_DIR: dataDir,
        ...options.env,
      },
      ...(options.input === undefined ? {} : { input: options.input }),
    },
  );
  const address = await process.waitForOutput(/(http:\/\/[^\s/]+:\d+)/, 60_000);
  const globe = new Globe(process, address[1] ?? '', dataDir);
  return options.ready === false ? globe : globe.ready();
}
