import { readFileSync } from 'node:fs';
import type { Config } from './config';
import { ConfigError } from './config-error';
import { KafkaConnection, type KafkaOptions } from './kafka/connection';
import type { TopicSpec } from './kafka/topics';
import type { Log } from './telemetry';

const HOUR_MS = 3_600_000;

function readPem(
  option: 'KAFKA_SSL_CA' | 'KAFKA_SSL_CERT' | 'KAFKA_SSL_KEY',
  config: Config,
): string | undefined {
  const path = config[option];
  if (path === null) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(
      option,
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
}

/** The connection that the configuration names; null without brokers. Nothing is asked yet. */
export function openKafka(config: Config, log: Log): KafkaConnection | null {
  if (config.KAFKA_BROKERS.length === 0) return null;
  const [ca, cert, key] = [
    readPem('KAFKA_SSL_CA', config),
    readPem('KAFKA_SSL_CERT', config),
    readPem('KAFKA_SSL_KEY', config),
  ];
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = config;
  const options: KafkaOptions = {
    brokers: config.KAFKA_BROKERS,
    clientId: config.KAFKA_CLIENT_ID,
    ...(config.KAFKA_SSL || ca || cert ? { tls: { ca, cert, key } } : {}),
    ...(mechanism && username && password ? { sasl: { mechanism, username, password } } : {}),
  };
  return new KafkaConnection(options, log);
}

/** The events topic as it is created where it is missing; null where creating is switched off. */
export function eventsTopic(config: Config): TopicSpec | null {
  if (!config.KAFKA_CREATE_TOPICS) return null;
  return {
    topic: config.KAFKA_TOPIC,
    partitions: config.KAFKA_PARTITIONS,
    replication: config.KAFKA_REPLICATION,
    retentionMs: config.KAFKA_RETENTION_HOURS * HOUR_MS,
  };
}

/** The live topic in the same way; its one partition is not a choice. */
export function liveTopic(
  config: Config,
): { readonly replication: number; readonly retentionMs: number } | null {
  if (!config.KAFKA_CREATE_TOPICS) return null;
  return { replication: config.KAFKA_REPLICATION, retentionMs: config.LIVE_RETENTION_MINUTES * 60_000 };
}
