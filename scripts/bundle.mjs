// Bundles and runs a program of ours that is TypeScript: the benches, the screenshots.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

/** Runs `entry` with these arguments and ends with its exit code. */
export async function runBundled(entry, outfile, args) {
  await build({
    entryPoints: [entry],
    // Two levels below the root, as in the sources, so that import.meta paths mean the same.
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.9',
    packages: 'external',
    logLevel: 'warning',
  });
  process.exit(spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit' }).status ?? 1);
}
