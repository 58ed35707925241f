import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deadLetter } from '../../server/ingest/dead-letter';
import { openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import type { DeadLetterReason } from '../../server/store/store';
import { aBatch } from '../../server/store/store-fixtures';
import { type Globe, startGlobe } from '../support/globe';
import { privateFolder, startProcess } from '../support/processes';

const ROOT = join(import.meta.dirname, '../..');
const GLOBE = 'http://127.0.0.1:3000';
const FILE = 'letter.json';
const KEY = 'the key of the operators';
/** A minute ago: what is older than its retention goes when a globe starts. */
const AT = Date.now() - 60_000;
/** All times of the document are this one. */
const TIME = '2026-09-21 13:33:20 UTC';

type Example = { readonly commands: string; readonly output: string | null };
const markdown = readFileSync(join(ROOT, 'docs/dead-letters.md'), 'utf8');
/** Each ```sh of the document, with the ```text that follows at once: what it prints. */
const examples: Example[] = [
  ...markdown.matchAll(/^```sh\n([\s\S]*?)^```\n(?:```text\n([\s\S]*?)^```\n)?/gm),
].map(([, commands = '', output]) => ({ commands, output: output ?? null }));
const atGlobe = ({ commands }: Example) => commands.includes(GLOBE);

const dataDir = privateFolder('letters-docs');
const env = { DATA_DIR: dataDir, SOURCE: 'none', ADMIN_KEY: KEY, NODE_ENV: 'production' };

/** What the document's operator finds. */
async function leaveLetters(): Promise<void> {
  const store = await openEmbeddedStore({ file: join(dataDir, 'repin-globe.db') });
  await store.migrate();
  const event = (id: string, type: string) =>
    JSON.stringify({ id, type, ts: AT, userId: 'u-17', ip: '81.2.69.142', pinId: 'p-3' });
  const refusal = 'the database refused a row as data (4025 ER_CONSTRAINT_FAILED)';
  const given: readonly (readonly [number, DeadLetterReason, string | null, string, string])[] = [
    [4711, 'refused_by_store', null, refusal, event('r-1', 'repin')],
    [4712, 'refused_by_store', null, refusal, event('r-2', 'repin')],
    [4713, 'refused_by_store', null, refusal, event('r-2', 'repin')],
    [4720, 'not_json', null, 'the value is not valid JSON', event('r-3', 'repin').slice(0, -1)],
    [4721, 'unknown_type', 'type', 'is not known', event('l-1', 'like')],
    [4722, 'unknown_type', 'type', 'is not known', event('l-2', 'like')],
  ];
  await store.writeBatch(
    aBatch([], {
      lastOffset: 4_999,
      deadLetters: given.map(([offset, reason, field, detail, value]) =>
        deadLetter(
          { offset, reason, detail, field, at: AT },
          { value: Buffer.from(value), headers: {}, timestamp: AT },
        ),
      ),
    }),
  );
  await store.close();
}

describe('docs/dead-letters.md', () => {
  let globe: Globe | null = null;
  beforeAll(leaveLetters);
  afterAll(async () => {
    await globe?.process.stop();
  });

  async function run(commands: string): Promise<string> {
    const script = commands.replaceAll(GLOBE, globe?.url ?? GLOBE).replaceAll(FILE, join(dataDir, FILE));
    const shell = startProcess('sh', ['-euc', script], { cwd: ROOT, env, name: 'the example' });
    const { code } = await shell.exited;
    expect({ code, output: code === 0 ? '' : shell.output }).toEqual({ code: 0, output: '' });
    // What npm says about its own settings is not ours.
    return shell.output
      .replaceAll(/^npm warn .*\n/gm, '')
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, TIME);
  }

  test('has examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(6);
    expect(examples.filter(atGlobe).length).toBe(1);
  });

  test.each(examples.filter((example) => !atGlobe(example)))('$commands', async ({ commands, output }) => {
    expect(await run(commands)).toBe(output);
  });

  test.each(examples.filter(atGlobe))('$commands', async ({ commands }) => {
    globe ??= await startGlobe({ env });
    const said = await run(commands);
    expect(said).toContain('1 open dead letter\n');
    expect(said).toContain('"key":"engagement/1/0/4722"');
  });
});
