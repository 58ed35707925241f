import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { privateFolder, waitFor } from '../../tests/support/processes';
import type { Fault } from './fault';
import { LIVE_TOPIC, PARTITIONS, TOPIC } from './stage';

const seconds = (count: number) => new Promise<void>((resolve) => setTimeout(resolve, count * 1_000));

const workerKilled: Fault = {
  name: 'worker killed',
  async strike(stage) {
    await stage.killWorker();
    await stage.addWorker();
  },
};

const workerKilledTwice: Fault = {
  name: 'worker killed, and its successor',
  async strike(stage) {
    await stage.killWorker();
    const next = await stage.addWorker();
    await next.ready();
    await stage.killWorker();
    await stage.addWorker();
  },
};

const webKilled = (at: number): Fault => ({
  name: `web process ${at + 1} killed`,
  async strike(stage) {
    await stage.killWeb(at);
    await seconds(1);
    await stage.startWeb(at);
  },
});

const viewerMoves: Fault = {
  name: 'both web processes killed in turn, a viewer moves',
  async strike(stage) {
    const [viewer] = stage.viewers;
    for (const at of [0, 1]) {
      await stage.killWeb(at);
      const other = stage.webs[1 - at];
      await viewer?.moveTo(other?.url ?? '');
      await stage.startWeb(at);
      await stage.webs[at]?.ready();
    }
  },
};

const linesCut: Fault = {
  name: 'connections of the viewers cut, again and again',
  async strike(stage) {
    for (let round = 0; round < 12; round++) {
      stage.viewers[round % stage.viewers.length]?.cut();
      await seconds(0.2);
    }
  },
};

const brokerKilled: Fault = {
  name: 'broker killed',
  async strike(stage) {
    await stage.killBroker();
    await stage.kafka.restart();
  },
};

const brokerRestarted: Fault = {
  name: 'broker restarted',
  strike: (stage) => stage.kafka.restart(),
};

const brokerAway = (forSeconds: number): Fault => ({
  name: `broker away for ${forSeconds} s`,
  async strike(stage) {
    await stage.kafka.stop();
    await seconds(forSeconds);
    await stage.kafka.start();
  },
});

const databaseKilled: Fault = {
  name: 'database killed',
  async strike(stage) {
    await stage.killDatabase();
    await stage.database.restart();
  },
};

const databaseAway = (forSeconds: number): Fault => ({
  name: `database away for ${forSeconds} s`,
  async strike(stage) {
    await stage.database.stop();
    await seconds(forSeconds);
    await stage.database.start();
  },
});

const databaseSlow = (forSeconds: number): Fault => ({
  name: `database slow for ${forSeconds} s, 60 ms each way`,
  async strike(stage) {
    stage.line.delayMs = 60;
    await seconds(forSeconds);
    stage.line.heal();
  },
});

const databaseLineCut: Fault = {
  name: 'connections to the database cut, again and again',
  async strike(stage) {
    for (let round = 0; round < 10; round++) {
      stage.line.breakAll();
      await seconds(0.3);
    }
    stage.line.cut();
    await seconds(3);
    stage.line.heal();
  },
};

const databaseReadOnly = (forSeconds: number): Fault => ({
  name: `database read-only for ${forSeconds} s`,
  async strike(stage) {
    await stage.database.query('SET GLOBAL read_only = 1');
    // What was begun before may still be committed.
    await seconds(0.5);
    const stored = await stage.stored();
    await seconds(forSeconds);
    if ((await stage.stored()) !== stored) throw new Error('somebody still wrote');
    await stage.database.query('SET GLOBAL read_only = 0');
  },
});

const databaseLocked: Fault = {
  name: 'rows locked by somebody else for 12 s (lock wait)',
  async strike(stage) {
    const rival = await createConnection({ uri: stage.database.url('globe') });
    await rival.query('BEGIN');
    await rival.query('SELECT * FROM positions FOR UPDATE');
    await seconds(12);
    await rival.query('ROLLBACK');
    await rival.end();
  },
};

const deadlocks: Fault = {
  name: 'deadlocks with another writer',
  async strike(stage) {
    const happened = () =>
      stage.number(
        "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'INNODB_DEADLOCKS'",
      );
    const before = await happened();
    const rival = await createConnection({ uri: stage.database.url('globe') });
    for (let round = 0; round < 25 || (round < 400 && (await happened()) === before); round++) {
      try {
        await rival.query('BEGIN');
        // The worker locks a position first and its rows after it; this one goes the other way.
        await rival.query('SELECT * FROM full_pins FOR UPDATE');
        await rival.query('SELECT * FROM positions FOR UPDATE');
      } catch {
        // The server chose this one.
      }
      await rival.query('ROLLBACK');
      await seconds(0.05);
    }
    await rival.end();
    if ((await happened()) === before) throw new Error('there was no deadlock');
  },
};

const powerCut: Fault = {
  name: 'worker, web, broker and database killed at once',
  async strike(stage) {
    await Promise.all([stage.killWorker(), stage.killWeb(0), stage.killBroker(), stage.killDatabase()]);
    await Promise.all([stage.kafka.restart(), stage.database.restart()]);
    await Promise.all([stage.addWorker(), stage.startWeb(0)]);
  },
};

const workersComeAndGo: Fault = {
  name: 'workers come and go',
  async strike(stage) {
    const second = await stage.addWorker();
    await second.ready();
    const third = await stage.addWorker();
    await third.ready();
    await stage.removeWorker();
    await stage.killWorker();
  },
};

const workerFrozen: Fault = {
  name: 'worker frozen until its partitions are given away, then awake',
  async strike(stage) {
    const [frozen] = stage.workers;
    if (!frozen) throw new Error('no worker');
    const second = await stage.addWorker();
    await second.ready();
    process.kill(frozen.process.pid, 'SIGSTOP');
    try {
      // Longer than its session.
      await seconds(8);
    } finally {
      process.kill(frozen.process.pid, 'SIGCONT');
    }
    await seconds(1);
    await stage.removeWorker();
  },
};

const webFrozen: Fault = {
  name: 'web process frozen for 5 s',
  async strike(stage) {
    const pid = stage.webs[1]?.process.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      await seconds(5);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  },
};

const poison: Fault = {
  name: 'poison of every kind between the events',
  async strike(stage) {
    for (let index = 0; index < 160; index++) await stage.producer.send([stage.stream.poison()]);
  },
};

const topicAnew: Fault = {
  name: 'events topic deleted and made anew',
  quiet: true,
  async strike(stage, losses) {
    losses.recordsGone += await stage.produced();
    await stage.kafka.deleteTopic(TOPIC);
    await stage.kafka.createTopic(TOPIC, PARTITIONS);
  },
};

const liveTopicAnew: Fault = {
  name: 'live topic deleted and made anew',
  quiet: true,
  async strike(stage) {
    const before = await stage.liveEnd();
    await stage.kafka.deleteTopic(LIVE_TOPIC);
    // Whoever needs it first makes it again, and whoever reads it finds that it is another one.
    await waitFor(async () => (await stage.liveEnd()).epoch > before.epoch, 'the new log to be known as one');
  },
};

const liveLogTruncated: Fault = {
  name: 'live log truncated while a web process is away',
  quiet: true,
  async strike(stage) {
    await stage.killWeb(1);
    await stage.send(2_000, 4_000);
    await waitFor(async () => (await stage.stored()) >= (await stage.produced()), 'the worker to be through');
    await seconds(1);
    await stage.kafka.deleteRecords(LIVE_TOPIC, 0, (await stage.liveEnd()).next - 1);
    await stage.startWeb(1);
  },
};

const offsetsOutOfRange: Fault = {
  name: 'records deleted before they were read',
  quiet: true,
  async strike(stage, losses) {
    await stage.removeWorker();
    const offsets = await stage.kafka.offsets(TOPIC);
    const [first, records] = [stage.stream.next, stage.stream.take(1_000, Date.now())];
    await stage.producer.send(records);
    for (let number = first; number < stage.stream.next; number++) losses.takeAway(number);
    const ends = await stage.kafka.offsets(TOPIC);
    for (const [partition, { next }] of ends.entries()) {
      losses.recordsTakenAway += next - (offsets[partition]?.next ?? 0);
      await stage.kafka.deleteRecords(TOPIC, partition, next);
    }
    await stage.addWorker();
  },
};

const geoDamaged: Fault = {
  name: 'geo file damaged, then packaged data missing',
  async strike(stage) {
    await stage.removeWorker();
    const file = join(privateFolder('geo'), 'damaged.mmdb');
    writeFileSync(file, 'this is no MMDB file');
    const refused = await stage.tryWorker({ GEOIP_MMDB_PATH: file });
    if (refused.code !== 2 || !/^GEOIP_MMDB_PATH: /m.test(refused.output))
      throw new Error(`a damaged geo file was not refused: ${refused.output}`);
    // Without data the events stay without a place, and that is said.
    const blind = await stage.addWorker({ GEODATADIR: privateFolder('no-geo') });
    await blind.process.waitForOutput(/geo data cannot be loaded/);
    await blind.ready();
    await seconds(2);
    await stage.removeWorker();
    await stage.addWorker();
  },
};

const resolverHangs: Fault = {
  name: 'pin resolver hangs',
  async strike(stage) {
    let asked = 0;
    const silent = createServer(() => {
      asked++;
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    await stage.removeWorker();
    await stage.addWorker({ PIN_RESOLVER_URL: `http://127.0.0.1:${address.port}/{id}` });
    try {
      const stored = await stage.stored();
      await waitFor(
        async () => (await stage.stored()) > stored + 1_000,
        'events to go by a resolver that hangs',
      );
      if (asked === 0) throw new Error('the resolver was never asked');
    } finally {
      await stage.removeWorker();
      await stage.addWorker();
      silent.closeAllConnections();
      silent.close();
    }
  },
};

/** Each part once: for the test suite. */
export const SHORT: readonly Fault[] = [
  workerKilled,
  webKilled(0),
  databaseKilled,
  brokerKilled,
  workersComeAndGo,
  workerFrozen,
  databaseReadOnly(3),
  databaseSlow(3),
  poison,
  topicAnew,
  liveTopicAnew,
  liveLogTruncated,
  offsetsOutOfRange,
  geoDamaged,
  resolverHangs,
];

/** All of them, those that kill more often. */
export const ALL: readonly Fault[] = [
  workerKilled,
  webKilled(0),
  brokerKilled,
  databaseKilled,
  poison,
  workersComeAndGo,
  databaseSlow(8),
  databaseReadOnly(5),
  linesCut,
  databaseLineCut,
  workerKilledTwice,
  workerFrozen,
  viewerMoves,
  webFrozen,
  databaseLocked,
  deadlocks,
  brokerRestarted,
  databaseAway(20),
  brokerAway(20),
  powerCut,
  topicAnew,
  liveTopicAnew,
  liveLogTruncated,
  offsetsOutOfRange,
  geoDamaged,
  resolverHangs,
  workerKilled,
  databaseKilled,
  brokerKilled,
  webKilled(1),
  powerCut,
  workerKilledTwice,
];
