import { randomUUID } from 'node:crypto';
import { pause } from '../patience';
import type { KafkaConnection } from './connection';
import { GroupReader } from './group-reader';
import type { FetchedRecord } from './record-batches';

const WITHIN_MS = 10_000;

/**
 * Reads one record of partition 0: the one at `offset`, or the next one where that is gone. Rejects when it does not
 * come in time. In a group of its own, since kafkajs reads no other way; `groupPrefix` begins its name.
 */
export async function readRecord(
  connection: KafkaConnection,
  topic: string,
  offset: number,
  groupPrefix: string,
): Promise<FetchedRecord> {
  const groupId = `${groupPrefix}${randomUUID()}`;
  const late = new AbortController();
  let reader: GroupReader | null = null;
  try {
    return await new Promise<FetchedRecord>((resolve, reject) => {
      void pause(WITHIN_MS, late.signal).then(() =>
        reject(new Error(`${topic}: offset ${offset} is not given out`)),
      );
      reader = new GroupReader({
        connection,
        groupId,
        topics: [topic],
        concurrency: 1,
        commits: false,
        prepare: async () => {},
        startOffsets: async (assigned) => assigned.map((partition) => ({ ...partition, offset })),
        onBatch: async ({ records }) => {
          if (records[0]) resolve(records[0]);
        },
        onFatal: reject,
      });
      reader.start().catch(reject);
    });
  } finally {
    late.abort();
    const used = reader as GroupReader | null;
    // Tidying up is not waited for: nobody reads in this group any more.
    void used
      ?.stop()
      .then(() => connection.withAdmin((admin) => admin.deleteGroups([groupId])).catch(() => {}));
  }
}
