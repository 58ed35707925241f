import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KafkaConfigError } from '../../server/kafka/config-errors';
import { KafkaConnection, type KafkaOptions } from '../../server/kafka/connection';
import { KafkaEventSink } from '../../server/kafka/kafka-event-sink';
import { createAuthority, type SignedCertificate } from '../support/certificates';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { KafkaReading } from '../support/kafka-reading';
import { KeptLog } from '../support/log';
import { requirePart } from '../support/parts';
import { privateFolder, waitFor } from '../support/processes';

const USER = { username: 'globe', password: 'right-secret' };

describe.skipIf(!requirePart('kafka', 'openssl'))('a Kafka that wants TLS and a login', () => {
  let broker: KafkaBroker;
  let ca: string;
  let client: SignedCertificate;
  let strangersCa: string;
  beforeAll(async () => {
    broker = await startKafka({ security: USER });
    if (!broker.authority) throw new Error('the broker has no authority');
    ca = readFileSync(broker.authority.cert, 'utf8');
    client = await broker.authority.sign('client');
    strangersCa = readFileSync((await createAuthority(privateFolder('stranger'), 'stranger')).cert, 'utf8');
    await broker.createTopic('secret');
  });
  afterAll(async () => {
    await broker.stop();
  });

  const log = new KeptLog();
  const connect = (options: Omit<KafkaOptions, 'clientId'>) =>
    new KafkaConnection({ clientId: 'test', ...options }, log);
  const refusal = async (options: Omit<KafkaOptions, 'clientId'>): Promise<string> => {
    try {
      await connect(options).untilReachable(AbortSignal.timeout(60_000));
      return 'no refusal';
    } catch (error) {
      expect(error).toBeInstanceOf(KafkaConfigError);
      return (error as Error).message;
    }
  };
  const certificate = () => ({
    cert: readFileSync(client.cert, 'utf8'),
    key: readFileSync(client.key, 'utf8'),
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'is written and read with %s',
    async (mechanism) => {
      const connection = connect({
        brokers: [broker.saslBrokers],
        tls: { ca },
        sasl: { mechanism, ...USER },
      });
      const sink = new KafkaEventSink({ connection, topic: 'secret' });
      await sink.append([{ key: null, value: Buffer.from(mechanism) }]);
      await sink.close();
      const reading = new KafkaReading('', 'secret', { connection, groupId: mechanism });
      await reading.start();
      await waitFor(() => reading.values.includes(mechanism), 'the record to be read');
      await reading.source.stop();
      expect(connection.describe()).toBe(`${broker.saslBrokers} (TLS, ${mechanism} as globe)`);
    },
  );

  it('is reached with a client certificate', async () => {
    const connection = connect({ brokers: [broker.mutualTlsBrokers], tls: { ca, ...certificate() } });
    await connection.untilReachable(AbortSignal.timeout(60_000));
    expect(connection.waitingFor()).toBeNull();
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'refuses a wrong password with %s in one line',
    async (mechanism) => {
      const sasl = { mechanism, username: USER.username, password: 'wrong-secret' };
      const line = await refusal({ brokers: [broker.saslBrokers], tls: { ca }, sasl });
      expect(line).toMatch(/^KAFKA_SASL_PASSWORD: the brokers refuse the login of globe; check /);
      expect(line).not.toContain('wrong-secret');
    },
  );

  it('is not talked to when its certificate is signed by a stranger', async () => {
    const sasl = { mechanism: 'plain', ...USER } as const;
    const untrusted = /^KAFKA_SSL_CA: nobody that we trust has signed/;
    expect(await refusal({ brokers: [broker.saslBrokers], tls: {}, sasl })).toMatch(untrusted);
    expect(await refusal({ brokers: [broker.saslBrokers], tls: { ca: strangersCa }, sasl })).toMatch(
      untrusted,
    );
  });

  it('refuses a client without a certificate in one line', async () => {
    expect(await refusal({ brokers: [broker.mutualTlsBrokers], tls: { ca } })).toMatch(
      /^KAFKA_SSL_CERT: the brokers want/,
    );
  });

  it.each([
    ['no TLS', () => ({ brokers: [broker.saslBrokers] })],
    ['TLS to its port without', () => ({ brokers: [broker.brokers], tls: { ca } })],
    ['no login', () => ({ brokers: [broker.saslBrokers], tls: { ca } })],
  ])('is waited for, with a hint, when we come with %s', async (_, options) => {
    const connection = connect(options());
    const stop = new AbortController();
    const waiting = connection.untilReachable(stop.signal);
    await waitFor(() => connection.waitingFor()?.includes('try 2'), 'a second try');
    expect(connection.waitingFor()).toMatch(/KAFKA_SSL|KAFKA_SASL_MECHANISM/);
    stop.abort();
    await waiting;
  });

  it('is waited for, with a count, when nobody listens', async () => {
    const connection = connect({ brokers: ['127.0.0.1:1'] });
    const stop = new AbortController();
    const waiting = connection.untilReachable(stop.signal);
    await waitFor(() => connection.waitingFor()?.includes('try 2'), 'a second try');
    expect(connection.waitingFor()).toMatch(/^Kafka at 127\.0\.0\.1:1, try 2: .*ECONNREFUSED/);
    stop.abort();
    await waiting;
  });

  it('keeps every password out of the log', () => {
    expect(log.lines.join('\n')).not.toMatch(/secret/i);
  });
});
