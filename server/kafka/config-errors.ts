import { ConfigError } from '../config-error';

/** Kafka refuses us, or we it, in a way that waiting does not mend: one line that names the option, then exit. */
export class KafkaConfigError extends ConfigError {
  override readonly name: string = 'KafkaConfigError';
}

/** Codes of Node and OpenSSL, and what they mean for whoever configures us. */
const TLS_FAULTS: readonly (readonly [RegExp, string, string])[] = [
  [
    /UNABLE_TO_VERIFY|SELF_SIGNED|UNABLE_TO_GET_ISSUER|CERT_SIGNATURE|CERT_UNTRUSTED|INVALID_CA/,
    'KAFKA_SSL_CA',
    'nobody that we trust has signed the certificate of the brokers; name the PEM file of their authority',
  ],
  [
    /ALTNAME_INVALID/,
    'KAFKA_BROKERS',
    'the certificate of the brokers is for another name; use the names that stand in it',
  ],
  [/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/, 'KAFKA_SSL', 'the certificate of the brokers is not valid today'],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNSUPPORTED_PROTOCOL|EPROTO$/,
    'KAFKA_SSL',
    'the brokers do not speak TLS on this port; leave KAFKA_SSL out, or name their TLS port in KAFKA_BROKERS',
  ],
  [
    /ALERT_CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_CERTIFICATE_UNKNOWN|HANDSHAKE_FAILURE/,
    'KAFKA_SSL_CERT',
    'the brokers want a client certificate that they trust; name its PEM files in KAFKA_SSL_CERT and KAFKA_SSL_KEY',
  ],
];

type Fault = {
  readonly name: string;
  readonly message: string;
  readonly type: string;
  readonly code: string;
};

/** An error and its causes, outermost first, with the fields that kafkajs and Node give them. */
function chainOf(error: unknown): Fault[] {
  const chain: Fault[] = [];
  for (let one = error; one instanceof Error && chain.length < 10; one = one.cause) {
    const { type, code } = one as { type?: unknown; code?: unknown };
    chain.push({ name: one.name, message: one.message, type: String(type), code: String(code) });
  }
  return chain;
}

/** The line for an error that waiting does not mend; null for all others. `user` is our own SASL user. */
export function configErrorOf(error: unknown, user: string | null): KafkaConfigError | null {
  for (let one = error; one instanceof Error; one = one.cause)
    if (one instanceof KafkaConfigError) return one;
  for (const { name, message, type, code } of chainOf(error)) {
    if (/mechanism is not supported/.test(message) || type === 'UNSUPPORTED_SASL_MECHANISM')
      return new KafkaConfigError('KAFKA_SASL_MECHANISM', `the brokers do not offer it (${message})`);
    if (name === 'KafkaJSSASLAuthenticationError' || type === 'SASL_AUTHENTICATION_FAILED')
      return new KafkaConfigError(
        'KAFKA_SASL_PASSWORD',
        `the brokers refuse the login of ${user ?? 'nobody'}; check KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD and KAFKA_SASL_MECHANISM`,
      );
    for (const [pattern, option, detail] of TLS_FAULTS)
      if (pattern.test(code)) return new KafkaConfigError(option, `${detail} (${code})`);
  }
  return null;
}

/** True for what a broker says to a user who may not do it. */
export function isForbidden(error: unknown): boolean {
  return chainOf(error).some(({ type }) => /AUTHORIZATION_FAILED|POLICY_VIOLATION/.test(type));
}
