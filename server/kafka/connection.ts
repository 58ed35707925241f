import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import kafkajs, {
  type Admin,
  type Consumer,
  type Kafka,
  type LogEntry,
  type Producer,
  type SASLOptions,
} from 'kafkajs';
import { backoffMs, messageOf, pause } from '../patience';
import { registerCodecs } from './codecs';
import { configErrorOf, KafkaConfigError } from './config-errors';
import { patchKafkajs } from './kafkajs-patches';

export type KafkaOptions = {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Contents of PEM files. Certificates are always verified; without `ca`, by the authorities that Node trusts. */
  readonly tls?: {
    readonly ca?: string | undefined;
    readonly cert?: string | undefined;
    readonly key?: string | undefined;
  };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
};

/** Where lines go: `Log` of server/telemetry.ts fits. */
export type KafkaLog = {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
};

/**
 * With the retry on the client, and so large, a consumer outlives a broker that is killed and comes back: it goes on
 * about 2 s after the broker does. The defaults crash it after 10 s.
 */
const PATIENT_RETRY = {
  initialRetryTime: 100,
  maxRetryTime: 1_000,
  factor: 0.2,
  multiplier: 2,
  retries: 1_000,
};
/** Gives up after some 10 s: for whoever has somebody waiting for an answer. */
const BRIEF_RETRY = { initialRetryTime: 300, maxRetryTime: 3_000, factor: 0.2, multiplier: 2, retries: 6 };
const CONNECTION_TIMEOUT_MS = 5_000;

/** A cluster that we are a client of: makes clients, and knows whether the brokers answer. */
export class KafkaConnection {
  /** Makes clients that wait for brokers which are away. */
  readonly kafka: Kafka;
  /** Makes clients that give up after some 10 s. */
  readonly brief: Kafka;
  readonly options: KafkaOptions;
  readonly log: KafkaLog;
  /** For single tries: fails at once. */
  readonly #impatient: Kafka;
  #failures = 0;
  #lastFailure = '';

  /** Throws `KafkaConfigError` for certificates and brokers that cannot be right. */
  constructor(options: KafkaOptions, log: KafkaLog) {
    checkOptions(options);
    patchKafkajs();
    registerCodecs();
    this.options = options;
    this.log = log;
    const { tls, sasl } = options;
    const common = {
      brokers: [...options.brokers],
      clientId: options.clientId,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      ...(tls ? { ssl: { ...definedOf(tls), rejectUnauthorized: true } } : {}),
      ...(sasl ? { sasl: sasl as SASLOptions } : {}),
      logLevel: kafkajs.logLevel.INFO,
    };
    const logCreator = () => (entry: LogEntry) => this.#hear(entry);
    this.kafka = new kafkajs.Kafka({ ...common, logCreator, retry: PATIENT_RETRY });
    this.brief = new kafkajs.Kafka({ ...common, logCreator, retry: BRIEF_RETRY });
    this.#impatient = new kafkajs.Kafka({ ...common, retry: { retries: 0 }, logCreator: () => () => {} });
  }

  /** For the banner: brokers, how they are talked to, and as whom; no secrets. */
  describe(): string {
    const { brokers, tls, sasl } = this.options;
    const how = [...(tls ? ['TLS'] : []), ...(sasl ? [`${sasl.mechanism} as ${sasl.username}`] : [])];
    return `${brokers.join(',')}${how.length > 0 ? ` (${how.join(', ')})` : ''}`;
  }

  /** null while the brokers answer, else what is wrong and how often it was tried. */
  waitingFor(): string | null {
    if (this.#failures === 0) return null;
    return `Kafka at ${this.options.brokers.join(',')}, try ${this.#failures}: ${this.#lastFailure}`;
  }

  /**
   * Waits until the brokers answer, however long; ends early when the signal is given. Throws `KafkaConfigError` for
   * what waiting does not mend: a refused login, a certificate that is not trusted.
   */
  async untilReachable(signal: AbortSignal): Promise<void> {
    for (let tries = 1; !signal.aborted; tries++) {
      const admin = this.#impatient.admin();
      try {
        await admin.connect();
        await admin.describeCluster();
        this.#succeeded();
        return;
      } catch (error) {
        const fatal = this.configErrorOf(error);
        if (fatal) throw fatal;
        this.#failed(explain(error));
      } finally {
        await admin.disconnect().catch(() => {});
      }
      await pause(backoffMs(tries, 250, 3_000), signal);
    }
  }

  /** Runs some work with an admin client of its own. */
  async withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    this.watch(admin);
    try {
      await admin.connect();
      return await work(admin);
    } finally {
      await admin.disconnect().catch(() => {});
    }
  }

  /** Each answer that this client gets shows that the brokers are there. */
  watch(client: Admin | Producer | Consumer): void {
    const heard = () => this.#succeeded();
    // One event, three names: the type of each client takes its own.
    (client as { on(event: string, listener: () => void): unknown }).on(client.events.REQUEST, heard);
  }

  configErrorOf(error: unknown): KafkaConfigError | null {
    return configErrorOf(error, this.options.sasl?.username ?? null);
  }

  #succeeded(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.log.info('kafka: the brokers answer again');
  }

  #failed(why: string): void {
    this.#failures++;
    this.#lastFailure = why;
    if (this.#failures === 1) this.log.warn(`kafka: the brokers do not answer, waiting (${why})`);
  }

  /** kafkajs cries ERROR at each try to connect; in our log ERROR means that data was lost. */
  #hear({ namespace, level, log: entry }: LogEntry): void {
    const isError = level === kafkajs.logLevel.ERROR;
    // It says "Response …" there too, for answers that are errors: then somebody did answer.
    if (isError && /^Connection (error|timeout)/.test(entry.message)) this.#failed(entry.message);
    const why = entry.error === undefined ? '' : `: ${messageOf(entry.error)}`;
    const text = `kafkajs ${namespace}: ${entry.message}${why}`;
    if (isError && !SAID_BY_US.includes(namespace)) this.log.warn(text);
    else this.log.debug(text);
  }
}

/** What these parts of kafkajs complain of ends up with us, and is said once. */
const SAID_BY_US = ['Connection', 'BrokerPool', 'Cluster', 'Consumer', 'Producer'];

/** A broker that hangs up tells no reason; these are the usual ones. */
function explain(error: unknown): string {
  const why = messageOf(error);
  if (/before secure TLS connection/.test(why))
    return 'it hangs up when we speak TLS; is this its port for TLS (KAFKA_SSL, KAFKA_BROKERS)?';
  if (/Closed connection/.test(why))
    return 'it closes the connection; does it want TLS (KAFKA_SSL) or a login (KAFKA_SASL_MECHANISM)?';
  return why;
}

function checkOptions({ brokers, tls }: KafkaOptions): void {
  if (brokers.length === 0) throw new KafkaConfigError('KAFKA_BROKERS', 'names no broker');
  if (!tls) return;
  for (const [option, pem] of [['KAFKA_SSL_CA', tls.ca] as const, ['KAFKA_SSL_CERT', tls.cert] as const])
    if (pem !== undefined && !isCertificate(pem))
      throw new KafkaConfigError(option, 'holds no certificate in PEM form');
  if ((tls.cert === undefined) !== (tls.key === undefined))
    throw new KafkaConfigError('KAFKA_SSL_CERT', 'and KAFKA_SSL_KEY go together: give both or none');
  try {
    createSecureContext(definedOf(tls));
  } catch (error) {
    throw new KafkaConfigError('KAFKA_SSL_KEY', `does not go with KAFKA_SSL_CERT (${messageOf(error)})`);
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

function definedOf(tls: NonNullable<KafkaOptions['tls']>): { ca?: string; cert?: string; key?: string } {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}
