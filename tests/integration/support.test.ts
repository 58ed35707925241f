import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../support/chromium';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { type MariaDb, startMariaDb } from '../support/mariadb';
import { requirePart } from '../support/parts';
import { startProcess, waitFor } from '../support/processes';

describe.skipIf(!requirePart('kafka', 'kcat'))('the test support runs a Kafka broker', () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await startKafka();
  });
  afterAll(async () => {
    await broker.stop();
  });

  it('that keeps its records through a kill -9', async () => {
    await broker.createTopic('kept', 2);
    await broker.produce('kept', [
      { value: 'a', partition: 0 },
      { value: 'b', partition: 1 },
    ]);
    await broker.kcatProduce({ topic: 'kept', lines: ['c', 'd'], compression: 'lz4', partition: 1 });
    await broker.kill9();
    await broker.restart();
    expect(await broker.offsets('kept')).toEqual([
      { first: 0, next: 1 },
      { first: 0, next: 3 },
    ]);
  });
});

describe.skipIf(!requirePart('mariadb'))('the test support runs a MariaDB', () => {
  let database: MariaDb;
  beforeAll(async () => {
    database = await startMariaDb();
  });
  afterAll(async () => {
    await database.stop();
  });

  it('that keeps its rows through a kill -9', async () => {
    await database.createDatabase('kept');
    await database.query('CREATE TABLE t (n INT PRIMARY KEY)', 'kept');
    await database.query('INSERT INTO t VALUES (7)', 'kept');
    await database.kill9();
    await database.restart();
    expect(await database.query('SELECT n FROM t', 'kept')).toEqual([{ n: 7 }]);
  });
});

describe.skipIf(!requirePart('chromium'))('the test support runs a browser', () => {
  it('with WebGL and the size that was asked for', async () => {
    const browser = await startChromium();
    try {
      const { page, errors } = await browser.open('data:text/html,<canvas></canvas>', {
        width: 801,
        height: 402,
      });
      const seen = await page.evaluate(() => ({
        webgl: document.querySelector('canvas')?.getContext('webgl2') !== null,
        size: [innerWidth, innerHeight],
      }));
      expect(seen).toEqual({ webgl: true, size: [801, 402] });
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

describe('a child of the test support', () => {
  const isAlive = (pid: number) => existsSync(`/proc/${pid}/stat`);

  it.skipIf(!existsSync('/proc/self/stat'))(
    'dies with its test process, and so do its folder and its grandchildren, when that is killed',
    async () => {
      // A test process of its own: it starts `sh`, which starts `sleep`, and tells us their numbers.
      const script = `
        import { privateFolder, startProcess } from './tests/support/processes.ts';
        const child = startProcess('sh', ['-c', 'sleep 600 & echo $!; wait']);
        const [, grandchild] = await child.waitForOutput(/^(\\d+)$/m);
        console.log(JSON.stringify({ child: child.pid, grandchild: Number(grandchild), folder: privateFolder('x') }));
      `;
      const tester = startProcess('node', ['--input-type=module', '-e', await bundled(script)]);
      const [text] = await tester.waitForOutput(/^\{.*\}$/m);
      const { child, grandchild, folder } = JSON.parse(text);
      expect([isAlive(child), isAlive(grandchild), existsSync(folder)]).toEqual([true, true, true]);
      process.kill(tester.pid, 'SIGKILL');
      await waitFor(() => !isAlive(child) && !isAlive(grandchild), 'the children to be killed');
      await waitFor(() => !existsSync(folder), 'the folder to be removed');
    },
  );

  it('tells its output when it ends too early', async () => {
    const child = startProcess('sh', ['-c', 'echo no luck; exit 3'], { name: 'unlucky' });
    await expect(child.waitForOutput(/ready/)).rejects.toThrow(/unlucky ended.*no luck/s);
    expect(await child.exited).toEqual({ code: 3, signal: null });
  });
});

async function bundled(source: string): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
