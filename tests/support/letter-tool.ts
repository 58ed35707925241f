import { join } from 'node:path';
import type { RunningProcess } from './processes';
import { startProcess } from './processes';

const ROOT = join(import.meta.dirname, '../..');

export type ToolAnswer = { readonly code: number | null; readonly output: string };

/** Starts `npm run dead-letters -- …` as it is built. */
export function startLetterTool(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningProcess {
  return startProcess(process.execPath, [join(ROOT, 'dist/server/dead-letters.js'), ...args], {
    cwd: ROOT,
    env: { NODE_ENV: 'production', ...env },
    name: 'dead-letters',
  });
}

/** Runs it to its end; `output` is all that it said, on whichever stream. */
export async function runLetterTool(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ToolAnswer> {
  const tool = startLetterTool(args, env);
  const { code } = await tool.exited;
  return { code, output: tool.output };
}

/** The same with `--json`; throws when it did not succeed. */
export async function askLetterTool<T>(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<T> {
  const { code, output } = await runLetterTool([...args, '--json'], env);
  if (code !== 0) throw new Error(`dead-letters ended with ${code}: ${output}`);
  // Progress is told before it, on standard error.
  return JSON.parse(output.slice(output.indexOf('{'))) as T;
}
