import kafkajs from 'kafkajs';
import { createConnection } from 'mysql2';
import { registerCodecs } from '../../server/kafka/codecs';

/** What the bare loops are told, as JSON in their only argument. */
export type BareOptions = {
  readonly brokers: string;
  readonly topic: string;
  readonly groupId: string;
  readonly events: number;
  /** null: consume only. */
  readonly database: string | null;
};

const ROWS = 5_000;
const CONNECTIONS = 2;
const TABLES: Readonly<Record<string, string>> = {
  pin: 'pins',
  repin: 'repins',
  comment: 'comments',
  login: 'logins',
};
const COLUMNS =
  'event_id, ts, stored_at, user_id, pin_id, board_id, category, country, region, city, lat, lng, accuracy_km, geo_precision, src_stream, src_offset';

type Row = (string | number | null)[];
type Parsed = {
  readonly id: string;
  readonly type: string;
  readonly ts: number;
  readonly userId: string;
  readonly pinId?: string;
  readonly boardId?: string;
  readonly text?: string;
};

function connect(url: string) {
  const connection = createConnection({ uri: url });
  return (sql: string, values: unknown[] = []): Promise<void> =>
    new Promise((resolve, reject) =>
      connection.query(sql, values, (error) => (error ? reject(error) : resolve())),
    );
}
type Execute = ReturnType<typeof connect>;

/** One transaction: an insert per table. Deadlocks are tried again. */
async function write(execute: Execute, rows: ReadonlyMap<string, Row[]>): Promise<void> {
  for (;;) {
    try {
      await execute('BEGIN');
      for (const [type, list] of rows) {
        const more = type === 'comment' ? ', body' : '';
        await execute(`INSERT IGNORE INTO ${TABLES[type]} (${COLUMNS}${more}) VALUES ?`, [list]);
      }
      await execute('COMMIT');
      return;
    } catch (error) {
      if ((error as { errno?: number }).errno !== 1213) throw error;
      await execute('ROLLBACK');
    }
  }
}

function readRows(messages: readonly { value: Buffer | null; offset: string }[]): Map<string, Row[]> {
  const byType = new Map<string, Row[]>();
  for (const { value, offset } of messages) {
    const event = JSON.parse(String(value)) as Parsed;
    const row: Row = [
      event.id,
      event.ts,
      Date.now(),
      event.userId,
      event.pinId ?? null,
      event.boardId ?? null,
      'food',
      'FR',
      'IDF',
      'Paris',
      48.8566,
      2.3522,
      20,
      'city',
      1,
      Number(offset),
    ];
    if (event.type === 'comment') row.push(event.text ?? null);
    const list = byType.get(event.type);
    if (list) list.push(row);
    else byType.set(event.type, [row]);
  }
  return byType;
}

/**
 * What Node can do without our code: kafkajs as it comes, `JSON.parse`, `INSERT IGNORE … VALUES ?`, two connections, up
 * to 5,000 rows, a commit after each write. Prints one line of JSON per batch: events so far and the time.
 */
export async function runBare(options: BareOptions): Promise<void> {
  const { brokers, topic, groupId, events, database } = options;
  registerCodecs();
  const kafka = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId });
  const idle = database === null ? [] : Array.from({ length: CONNECTIONS }, () => connect(database));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let done = 0;
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: CONNECTIONS,
    eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary, heartbeat }) => {
      for (let at = 0; at < batch.messages.length; at += ROWS) {
        const messages = batch.messages.slice(at, at + ROWS);
        const last = messages.at(-1)?.offset ?? '0';
        const execute = idle.pop();
        if (execute) {
          try {
            await write(execute, readRows(messages));
          } finally {
            idle.push(execute);
          }
        }
        resolveOffset(last);
        await commitOffsetsIfNecessary({
          topics: [{ topic, partitions: [{ partition: batch.partition, offset: String(Number(last) + 1) }] }],
        });
        await heartbeat();
        done += messages.length;
        process.stdout.write(`${JSON.stringify({ done, at: Date.now() })}\n`);
        if (done >= events) setTimeout(() => process.exit(0), 50);
      }
    },
  });
}
