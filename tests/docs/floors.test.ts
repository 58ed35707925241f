import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

function cruise(...folders: string[]): {
  summary: { totalCruised: number; error: number; violations: { rule: { name: string } }[] };
} {
  const args = [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    '-T',
    'json',
    ...folders,
  ];
  try {
    return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, maxBuffer: 1 << 28 }).toString());
  } catch (error) {
    // It exits with the number of violations and prints the same JSON.
    return JSON.parse((error as { stdout: Buffer }).stdout.toString());
  }
}

test('the floors hold, and the check really saw the modules', () => {
  const { summary } = cruise('app', 'components', 'lib', 'server');
  expect(summary.totalCruised).toBeGreaterThan(100);
  expect(summary.violations).toEqual([]);
});

test.each([
  ['lib-is-the-ground-floor', 'lib', "import '../../server/config';"],
  ['lib-does-no-io', 'lib', "import 'node:fs';"],
  ['browser-never-imports-server', 'components', "import type {} from '../../server/config';"],
  ['server-never-imports-browser', 'server', "import '../../components/live/use-live';"],
  ['the-client-is-for-viewers', 'server', "import '../../lib/live/client/live-client';"],
  ['examples-stand-on-lib', 'examples', "import '../../server/config';"],
  ['panels-know-no-socket', 'components/hud', "import '../../../lib/live/client/fetch-details';"],
  ['one-door-kafkajs', 'server', "import 'kafkajs';"],
  ['one-door-mysql2', 'server', "import 'mysql2';"],
  ['one-door-libsql', 'server', "import 'libsql';"],
  ['one-door-socket-io', 'server', "import 'socket.io';"],
  ['one-door-socket-io-client', 'components', "import 'socket.io-client';"],
  ['one-door-three', 'components', "import 'three';"],
  ['one-door-geoip-lite', 'server', "import 'geoip-lite';"],
  ['one-door-prom-client', 'server', "import 'prom-client';"],
])('%s is enforced: a planted violation is caught', (rule, floor, line) => {
  const folder = mkdtempSync(join(ROOT, floor, 'planted-'));
  try {
    writeFileSync(join(folder, 'planted.ts'), `${line}\nexport const planted = 1;\n`);
    const names = cruise(floor).summary.violations.map((violation) => violation.rule.name);
    expect(names.some((name) => name.startsWith(rule) || name.includes(rule.replace('one-door-', '')))).toBe(
      true,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
