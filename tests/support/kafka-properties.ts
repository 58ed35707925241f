import { join } from 'node:path';
import type { CertificateAuthority, SignedCertificate } from './certificates';

export type KafkaUser = { readonly username: string; readonly password: string };
/** Ports of the loopback. The last two only where a certificate is given. */
export type KafkaPorts = {
  readonly plain: number;
  readonly controller: number;
  readonly saslTls: number;
  readonly mutualTls: number;
};
export type KafkaSecurity = {
  readonly authority: CertificateAuthority;
  readonly server: SignedCertificate;
  readonly user: KafkaUser;
};

const NODE_ID = 1;

/** `server.properties` of a single KRaft node, all on the loopback, with fsync as Kafka has it by default. */
export function kafkaProperties(
  dataDir: string,
  ports: KafkaPorts,
  security: KafkaSecurity | null,
  more: Readonly<Record<string, string>>,
): string {
  const listeners = [`PLAINTEXT://127.0.0.1:${ports.plain}`];
  if (security) {
    listeners.push(`SASL_SSL://127.0.0.1:${ports.saslTls}`, `SSL://127.0.0.1:${ports.mutualTls}`);
  }
  const properties: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': NODE_ID,
    'controller.quorum.voters': `${NODE_ID}@127.0.0.1:${ports.controller}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL',
    listeners: [...listeners, `CONTROLLER://127.0.0.1:${ports.controller}`].join(','),
    'advertised.listeners': listeners.join(','),
    'log.dirs': join(dataDir, 'log'),
    'num.partitions': 1,
    // A test that reads from a topic which it forgot to make should fail.
    'auto.create.topics.enable': 'false',
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    // A broker that comes back is let in again only when its last session has run out: 9 s by default.
    'broker.session.timeout.ms': 3_000,
    'broker.heartbeat.interval.ms': 500,
    ...(security ? securityProperties(security) : {}),
    ...more,
  };
  return `${Object.entries(properties)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

/** SASL (PLAIN and SCRAM) over TLS on one listener, TLS with a client certificate on the other. */
function securityProperties({ authority, server, user }: KafkaSecurity): Record<string, string> {
  const modules = 'org.apache.kafka.common.security';
  const scram = `${modules}.scram.ScramLoginModule required;`;
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': server.bundle,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': authority.cert,
    'listener.name.ssl.ssl.client.auth': 'required',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl_ssl.plain.sasl.jaas.config': `${modules}.plain.PlainLoginModule required user_${user.username}="${user.password}";`,
    'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config': scram,
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': scram,
  };
}
