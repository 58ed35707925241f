import { openEmbeddedStore } from '../../server/store/embedded/embedded-store';
import { openMysqlStore } from '../../server/store/mysql/mysql-store';
import type { Store } from '../../server/store/store';
import { crashBatch } from './crash-batches';

/**
 * A process to be killed: writes the batches of `crash-batches.ts` from where the store stands (and a little before,
 * as a source does that comes again), and prints the last offset of each one that was acknowledged.
 * `node store-writer.mjs embedded|mysql <file|url> <last offset> [thread script]`
 */
const [kind, where = '', last = '0', thread] = process.argv.slice(2);
const OVERLAP = 150;

async function open(): Promise<Store> {
  if (kind === 'mysql') return openMysqlStore({ url: where });
  return openEmbeddedStore({ file: where, ...(thread ? { threadUrl: new URL(thread) } : {}) });
}

const store = await open();
await store.migrate();
const position = await store.position('crash', 0);
let at = Math.max(0, (position?.storedTo ?? -1) + 1 - OVERLAP);
while (at <= Number(last)) {
  const batch = crashBatch(at, Number(last));
  await store.writeBatch(batch);
  process.stdout.write(`${batch.lastOffset}\n`);
  at = batch.lastOffset + 1;
}
await store.close();
process.stdout.write('done\n');
