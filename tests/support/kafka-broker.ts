import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { type CertificateAuthority, createAuthority } from './certificates';
import { type KafkaPorts, type KafkaSecurity, type KafkaUser, kafkaProperties } from './kafka-properties';
import { partPath } from './parts';
import { freePort, privateFolder, type RunningProcess, runProcess, startProcess, waitFor } from './processes';

export type KafkaOptions = {
  /** Opens a SASL (PLAIN, SCRAM) listener over TLS, and a TLS one that wants a client certificate. */
  readonly security?: KafkaUser;
  readonly dataDir?: string;
  /** Overrides of `server.properties`. */
  readonly properties?: Readonly<Record<string, string>>;
  /** In place of a small heap and a quick start; a bench wants the full compiler. */
  readonly jvm?: readonly string[];
};

export type KcatOptions = {
  readonly topic: string;
  /** One message each; must not hold a line feed. */
  readonly lines: readonly string[];
  readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  readonly headers?: Readonly<Record<string, string>>;
  readonly partition?: number;
  /** Splits a line into key and value where it first occurs. */
  readonly keyDelimiter?: string;
};

export type TestMessage = {
  readonly key?: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers?: Record<string, string | Buffer>;
  readonly partition?: number;
  /** Epoch ms. */
  readonly timestamp?: number;
};

const PROPERTIES = 'server.properties';
const TEST_JVM = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** A real Apache Kafka, one node in KRaft mode, on free ports of the loopback. `startKafka` makes it. */
export class KafkaBroker {
  readonly ports: KafkaPorts;
  readonly dataDir: string;
  readonly authority: CertificateAuthority | null;
  readonly #security: KafkaSecurity | null;
  readonly #jvm: readonly string[];
  readonly #propertiesFile: string;
  readonly #kafka: Kafka;
  #producer: Producer | null = null;
  #process: RunningProcess | null = null;

  constructor(ports: KafkaPorts, dataDir: string, security: KafkaSecurity | null, jvm: readonly string[]) {
    this.ports = ports;
    this.dataDir = dataDir;
    this.authority = security?.authority ?? null;
    this.#security = security;
    this.#jvm = jvm;
    this.#propertiesFile = join(dataDir, PROPERTIES);
    this.#kafka = new kafkajs.Kafka({
      brokers: [this.brokers],
      clientId: 'test-support',
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 100, maxRetryTime: 500 },
    });
  }

  /** `host:port` without encryption: what `KAFKA_BROKERS` takes. */
  get brokers(): string {
    return `127.0.0.1:${this.ports.plain}`;
  }

  /** `host:port` for SASL over TLS. */
  get saslBrokers(): string {
    return `127.0.0.1:${this.ports.saslTls}`;
  }

  /** `host:port` for TLS with a client certificate. */
  get mutualTlsBrokers(): string {
    return `127.0.0.1:${this.ports.mutualTls}`;
  }

  get pid(): number {
    if (!this.#process) throw new Error('the broker is not running');
    return this.#process.pid;
  }

  /** What the broker has logged since its last start. */
  get output(): string {
    return this.#process?.output ?? '';
  }

  /** Storage, then the broker; resolves once it answers. */
  async format(): Promise<void> {
    const user = this.#security?.user;
    const scram = user
      ? ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
          '--add-scram',
          `${mechanism}=[name=${user.username},password=${user.password}]`,
        ])
      : [];
    const id = randomBytes(16).toString('base64url');
    // One word: an id may begin with a hyphen.
    const format = ['format', `--cluster-id=${id}`, '-c', this.#propertiesFile, ...scram];
    await runProcess(partPath('java'), this.#javaArguments(['kafka.tools.StorageTool', ...format]));
  }

  async start(): Promise<void> {
    const args = this.#javaArguments(['kafka.Kafka', this.#propertiesFile]);
    const broker = startProcess(partPath('java'), args, { name: 'kafka' });
    this.#process = broker;
    await broker.waitUntil(() => this.#answers(), 'the broker to answer');
  }

  /** SIGTERM and wait. */
  async stop(): Promise<void> {
    await this.#disconnect();
    await this.#process?.stop();
    this.#process = null;
  }

  async kill9(): Promise<void> {
    await this.#disconnect();
    await this.#process?.kill9();
    this.#process = null;
  }

  /** Starts it again on the same ports and data; stops it first when it runs. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The file that holds the records of a partition from its first offset on. */
  logFile(topic: string, partition = 0): string {
    return join(this.dataDir, 'log', `${topic}-${partition}`, '00000000000000000000.log');
  }

  async createTopic(
    topic: string,
    partitions = 1,
    config: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.#withAdmin(async (admin) => {
      const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
      await admin.createTopics({
        waitForLeaders: true,
        topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }],
      });
    });
  }

  async deleteTopic(topic: string): Promise<void> {
    await this.#withAdmin(async (admin) => {
      await admin.deleteTopics({ topics: [topic] });
      await waitFor(async () => !(await admin.listTopics()).includes(topic), `topic ${topic} to be gone`);
    });
  }

  /** First and next offset of each partition, in order of the partitions; waits for the leader of each. */
  async offsets(topic: string): Promise<{ readonly first: number; readonly next: number }[]> {
    return await this.#withAdmin(async (admin) => {
      // A broker that has just started answers before it leads its partitions again, and kafkajs does not ask twice.
      const offsets = await waitFor(() => admin.fetchTopicOffsets(topic), `the offsets of ${topic}`);
      return offsets
        .toSorted((a, b) => a.partition - b.partition)
        .map(({ low, high }) => ({ first: Number(low), next: Number(high) }));
    });
  }

  /** Next offset that a consumer group has committed, by partition; -1 where it has none. */
  async committed(groupId: string, topic: string): Promise<number[]> {
    return await this.#withAdmin(async (admin) => {
      const [answer] = await admin.fetchOffsets({ groupId, topics: [topic] });
      return (answer?.partitions ?? [])
        .toSorted((a, b) => a.partition - b.partition)
        .map(({ offset }) => Number(offset));
    });
  }

  /** Names of the consumer groups that begin so. */
  async groups(prefix: string): Promise<string[]> {
    return await this.#withAdmin(async (admin) => {
      const { groups } = await admin.listGroups();
      return groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
    });
  }

  /** One setting of a topic, as the broker has it. */
  async topicConfig(topic: string, name: string): Promise<string | undefined> {
    return await this.#withAdmin(async (admin) => {
      const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: [name] };
      const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
      return resources[0]?.configEntries[0]?.configValue;
    });
  }

  /** Deletes the records of a partition below `offset`, as retention would. */
  async deleteRecords(topic: string, partition: number, offset: number): Promise<void> {
    await this.#withAdmin(async (admin) => {
      // It works only on topics that this client has asked about before.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
    });
  }

  /** Produces with kafkajs, acks=all, uncompressed or gzip. */
  async produce(topic: string, messages: readonly TestMessage[], compression?: 'gzip'): Promise<void> {
    if (!this.#producer) {
      this.#producer = this.#kafka.producer({ allowAutoTopicCreation: false });
      await this.#producer.connect();
    }
    await this.#producer.send({
      topic,
      acks: -1,
      compression: compression === 'gzip' ? kafkajs.CompressionTypes.GZIP : kafkajs.CompressionTypes.None,
      messages: messages.map(({ timestamp, ...message }) => ({
        ...message,
        ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }),
      })),
    });
  }

  /** Produces with librdkafka's kcat: a producer that is not ours, with any compression. */
  async kcatProduce(options: KcatOptions): Promise<void> {
    const { topic, lines, compression = 'none', headers = {}, partition, keyDelimiter } = options;
    const args = ['-P', '-b', this.brokers, '-t', topic, '-z', compression, '-X', 'acks=all'];
    // One batch, so that the compression has something to do.
    args.push('-X', 'linger.ms=100');
    if (partition !== undefined) args.push('-p', String(partition));
    if (keyDelimiter !== undefined) args.push('-K', keyDelimiter);
    for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}=${value}`);
    await runProcess(partPath('kcat'), args, {
      name: 'kcat',
      input: lines.map((line) => `${line}\n`).join(''),
    });
  }

  #javaArguments(args: readonly string[]): string[] {
    return [...this.#jvm, '-cp', join(partPath('kafka'), '*'), ...args];
  }

  /** Asks for the cluster: an open port is not yet a broker that serves. */
  async #answers(): Promise<boolean> {
    const admin = new kafkajs.Kafka({
      brokers: [this.brokers],
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 0 },
      connectionTimeout: 500,
    }).admin();
    try {
      await admin.connect();
      return (await admin.describeCluster()).brokers.length > 0;
    } catch {
      return false;
    } finally {
      await admin.disconnect();
    }
  }

  async #withAdmin<T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  async #disconnect(): Promise<void> {
    await this.#producer?.disconnect();
    this.#producer = null;
  }
}

/** Starts a broker; `stop()` it at the end (it dies with the test process in any case). */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaBroker> {
  const dataDir = options.dataDir ?? privateFolder('kafka');
  const [plain, controller, saslTls, mutualTls] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const ports = { plain, controller, saslTls, mutualTls };
  let security: KafkaSecurity | null = null;
  if (options.security) {
    const authority = await createAuthority(dataDir);
    security = { authority, server: await authority.sign('broker'), user: options.security };
  }
  writeFileSync(
    join(dataDir, PROPERTIES),
    kafkaProperties(dataDir, ports, security, options.properties ?? {}),
  );
  const broker = new KafkaBroker(ports, dataDir, security, options.jvm ?? TEST_JVM);
  await broker.format();
  await broker.start();
  return broker;
}
