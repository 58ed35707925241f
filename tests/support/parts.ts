import { type PartName, partsStatus } from '../../scripts/parts.mjs';

/** What a test asks for: each with all that it takes to run it. */
const NEEDS = {
  kafka: ['java', 'kafka'],
  mariadb: ['mariadb'],
  chromium: ['chromium'],
  kcat: ['kcat'],
  openssl: ['openssl'],
} as const satisfies Record<string, readonly PartName[]>;
export type TestPart = keyof typeof NEEDS;

/**
 * For `describe.skipIf(!requirePart('kafka', 'kcat'))`: true when the parts are there. A missing one is said loudly,
 * and with `CI=true` it is a failure, so that a green run never hides tests that did not run.
 */
export function requirePart(...parts: readonly TestPart[]): boolean {
  const status = partsStatus();
  const missing = parts
    .flatMap((part) => NEEDS[part].map((name) => status[name].missing))
    .filter((line) => line !== null);
  if (missing.length === 0) return true;
  const text = missing.join('; ');
  if (process.env.CI === 'true') throw new Error(`a part of the tests is missing: ${text}`);
  console.warn(`SKIPPED, a part is missing: ${text}`);
  return false;
}

/** Path of a part that a test runs; throws when it is not there. */
export function partPath(name: PartName): string {
  const { path, missing } = partsStatus()[name];
  if (path === null) throw new Error(missing);
  return path;
}
