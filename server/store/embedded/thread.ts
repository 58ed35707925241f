import { parentPort, workerData } from 'node:worker_threads';
import type { StoreBatch } from '../store';
import { EmbeddedDatabase, type EmbeddedOutcome } from './embedded-database';
import { callDatabase, type EngineArguments } from './engine';
import {
  type PackedBatch,
  packError,
  type SlimOutcome,
  type ThreadData,
  type ThreadReply,
  type ThreadRequest,
  unpackBatch,
} from './thread-protocol';

/** The thread that owns the database file. It answers requests one after the other, in their order. */

function slim(batch: StoreBatch, outcome: EmbeddedOutcome): SlimOutcome {
  const places: number[] = [];
  let at = 0;
  // Both ascend by offset.
  for (const event of outcome.publishable) {
    while (batch.events[at] !== event) at++;
    places.push(at);
  }
  return { ...outcome, publishable: places };
}

function answer(database: EmbeddedDatabase, request: ThreadRequest): unknown {
  if (request.method === 'close') return database.close();
  if (request.method === 'writeBatch') {
    const batch = unpackBatch(request.parameters[0] as PackedBatch);
    return slim(batch, database.writeBatch(batch));
  }
  return callDatabase(database, request.method, request.parameters as EngineArguments<typeof request.method>);
}

function serve(): void {
  if (parentPort === null) throw new Error('runs as a worker thread only');
  const port = parentPort;
  const reply = (message: ThreadReply) => port.postMessage(message);
  let database: EmbeddedDatabase;
  try {
    database = new EmbeddedDatabase((workerData as ThreadData).file);
  } catch (error) {
    reply({ id: 0, ok: false, error: packError(error) });
    return;
  }
  reply({ id: 0, ok: true, value: null });
  port.on('message', (request: ThreadRequest) => {
    try {
      reply({ id: request.id, ok: true, value: answer(database, request) });
    } catch (error) {
      reply({ id: request.id, ok: false, error: packError(error) });
    }
    if (request.method === 'close') port.close();
  });
}

serve();
