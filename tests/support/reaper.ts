import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A shell that outlives this process by a moment: when our end of its pipe closes, however we ended (kill -9 of the
 * test runner too), it kills the process groups that are still on its list and removes our folder.
 */
const REAP = `
pids=" "
while read -r op pid; do
  case $op in
    +) pids="$pids$pid " ;;
    -) rest=" "; for p in $pids; do [ "$p" = "$pid" ] || rest="$rest$p "; done; pids=$rest ;;
  esac
done
for p in $pids; do kill -9 "-$p" "$p" 2>/dev/null; done
sleep 0.1
rm -rf "$1"
`;

type Reaper = { readonly folder: string; readonly shell: ChildProcess };
// On the global object: vitest loads the module anew for each test file, and one reaper serves the process.
const home = globalThis as { __repinGlobeReaper?: Reaper };

function reaper(): Reaper {
  if (home.__repinGlobeReaper) return home.__repinGlobeReaper;
  const folder = mkdtempSync(join(tmpdir(), 'repin-globe-test-'));
  const shell = spawn('sh', ['-c', REAP, 'reaper', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  shell.unref();
  const pipe = shell.stdin as unknown as {
    unref?: () => void;
    on(event: 'error', listener: () => void): void;
  };
  pipe.unref?.();
  pipe.on('error', () => {});
  home.__repinGlobeReaper = { folder, shell };
  return home.__repinGlobeReaper;
}

/** From now on this process group dies with us. */
export function reapWithUs(pid: number): void {
  reaper().shell.stdin?.write(`+ ${pid}\n`);
}

/** It has ended: its number may soon be somebody else's. */
export function reaped(pid: number): void {
  reaper().shell.stdin?.write(`- ${pid}\n`);
}

/** A new folder of our own below the system's temporary one; removed at the end, whatever the end is. */
export function privateFolder(name: string): string {
  return mkdtempSync(join(reaper().folder, `${name}-`));
}
