import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KafkaConfigError } from './config-errors';
import { KafkaConnection, type KafkaOptions } from './connection';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
/** Self-signed, for nothing; of another key. */
const cert = `-----BEGIN CERTIFICATE-----
MIIBdzCCAR2gAwIBAgIUQ0FzqZ0
-----END CERTIFICATE-----`;

describe('a Kafka connection', () => {
  it.each<[string, Partial<KafkaOptions>, RegExp]>([
    ['no broker', { brokers: [] }, /^KAFKA_BROKERS: /],
    [
      'an authority that is no certificate',
      { tls: { ca: 'nonsense' } },
      /^KAFKA_SSL_CA: holds no certificate/,
    ],
    ['a certificate that is none', { tls: { cert, key } }, /^KAFKA_SSL_CERT: holds no certificate/],
    ['a key without its certificate', { tls: { key } }, /^KAFKA_SSL_CERT: and KAFKA_SSL_KEY go together/],
  ])('refuses %s in one line', (_, options, line) => {
    const make = () =>
      new KafkaConnection({ brokers: ['127.0.0.1:9092'], clientId: 'test', ...options }, log);
    expect(make).toThrow(KafkaConfigError);
    expect(make).toThrow(line);
  });
});
