/** How an option is read and told about. The environment name is the flag in capitals: `--port` is `PORT`. */
export type OptionSpec = {
  readonly kind: 'text' | 'secret' | 'integer' | 'number' | 'boolean' | 'choice' | 'list';
  readonly default?: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly group: string;
  readonly help: string;
};

type Defaulted = { readonly default: string };

const text = (group: string, help: string) => ({ kind: 'text', group, help }) as const;
const textOr = (group: string, help: string, value: string) =>
  ({ kind: 'text', group, help, default: value }) as const;
const secret = (group: string, help: string) => ({ kind: 'secret', group, help }) as const;
const integer = (group: string, help: string, value: number, min: number, max: number) =>
  ({ kind: 'integer', group, help, default: String(value), min, max }) as const;
/** Off unless it is given. */
const integerOrOff = (group: string, help: string, min: number, max: number) =>
  ({ kind: 'integer', group, help, min, max }) as const;
const number = (group: string, help: string, value: number, min: number, max: number) =>
  ({ kind: 'number', group, help, default: String(value), min, max }) as const;
const choice = <const C extends string>(group: string, help: string, choices: readonly C[]) =>
  ({ kind: 'choice', group, help, choices }) as const;
const choiceOr = <const C extends string>(group: string, help: string, choices: readonly C[], value: C) =>
  ({ kind: 'choice', group, help, choices, default: value }) as {
    kind: 'choice';
    group: string;
    help: string;
    choices: readonly C[];
  } & Defaulted;
const boolean = (group: string, help: string, value = false) =>
  ({ kind: 'boolean', group, help, default: String(value) }) as const;
const list = (group: string, help: string, value = '') =>
  ({ kind: 'list', group, help, default: value }) as const;

const DAY_S = 86_400;

/** Every setting there is, by environment name. `--help`, docs/configuration and the checks come from here. */
export const OPTIONS = {
  PORT: integer('Web', 'Port of the page, the socket and the API. 0 takes a free one.', 3000, 0, 65_535),
  HOST: textOr('Web', 'Address to listen on. 0.0.0.0 to be seen from other machines.', '127.0.0.1'),
  ROLE: choiceOr('Roles', 'What this process does.', ['all', 'web', 'worker'], 'all'),
  LOG_LEVEL: choiceOr('Roles', 'Least severe log line.', ['debug', 'info', 'warn', 'error'], 'info'),

  METRICS_PORT: integerOrOff(
    'Roles',
    'Port of the metrics for Prometheus, at /metrics; off without it. Keep it inside. 0 takes a free one.',
    0,
    65_535,
  ),
  METRICS_HOST: textOr('Roles', 'Address of the metrics.', '127.0.0.1'),

  SOURCE: choice('Source', 'Where events come from; kafka when KAFKA_BROKERS is set, else simulated.', [
    'simulated',
    'kafka',
    'file',
    'none',
  ]),
  EVENT_TYPES: list(
    'Source',
    'Types that are wanted; the others are counted and dropped.',
    'pin,repin,comment,login',
  ),
  RATE: number('Simulation', 'Mean events per second.', 60, 0.1, 1_000_000),
  SPEED: number(
    'Simulation',
    'Pace of the simulated day, and of a file by its own times; 0 reads a file as fast as it goes.',
    1,
    0,
    100_000,
  ),
  SEED: integer('Simulation', 'The same seed gives the same stream.', 1, 0, 2 ** 31 - 1),
  FILE_PATH: text('File', 'NDJSON file to replay; - is standard input (at most once).'),
  FILE_RETIME: boolean(
    'File',
    'Move the times of the events to now: an old file is shown as if it were live.',
  ),
  FILE_LOOP: boolean('File', 'Begin again at the end; each loop makes new events.'),

  KAFKA_BROKERS: list('Kafka', 'host:port,host:port. Switches source, collector and live log to Kafka.'),
  KAFKA_TOPIC: textOr('Kafka', 'Topic that the events are read from.', 'engagement'),
  KAFKA_GROUP_ID: textOr('Kafka', 'Consumer group: one per database and live log.', 'repin-globe'),
  KAFKA_SESSION_TIMEOUT_MS: integer(
    'Kafka',
    'How long a worker that was killed keeps its partitions from the others.',
    15_000,
    1_000,
    1_800_000,
  ),
  KAFKA_CLIENT_ID: textOr('Kafka', 'Name that brokers see.', 'repin-globe'),
  KAFKA_SSL: boolean('Kafka', 'Use TLS. Certificates are always verified.'),
  KAFKA_SSL_CA: text('Kafka', 'File with the certificate authority (PEM), when it is not a public one.'),
  KAFKA_SSL_CERT: text('Kafka', 'File with the client certificate (PEM).'),
  KAFKA_SSL_KEY: text('Kafka', 'File with the key of the client certificate (PEM).'),
  KAFKA_SASL_MECHANISM: choice('Kafka', 'How to log in.', ['plain', 'scram-sha-256', 'scram-sha-512']),
  KAFKA_SASL_USERNAME: text('Kafka', 'User for SASL.'),
  KAFKA_SASL_PASSWORD: secret('Kafka', 'Password for SASL.'),
  KAFKA_CREATE_TOPICS: boolean('Kafka', 'Create missing topics at start.', true),
  KAFKA_PARTITIONS: integer('Kafka', 'Partitions of an events topic that is created.', 4, 1, 10_000),
  KAFKA_REPLICATION: integer('Kafka', 'Replicas of topics that are created.', 1, 1, 15),
  KAFKA_RETENTION_HOURS: integer('Kafka', 'Retention of an events topic that is created.', 168, 1, 100_000),
  LIVE_TOPIC: textOr('Kafka', 'Topic of the live log. It has exactly one partition.', 'repin-globe-live'),
  LIVE_RETENTION_MINUTES: integer(
    'Kafka',
    'Retention of the live log: how long a viewer may be away and get all.',
    60,
    1,
    100_000,
  ),
  DEAD_LETTER_TOPIC: text(
    'Kafka',
    'Topic that mirrors the dead letters. They are rows in the database in any case.',
  ),

  DATABASE_URL: secret(
    'Database',
    'mysql://user:password@host:port/database for SingleStore, MySQL or MariaDB; ?ssl=true or ?ssl-ca=FILE for TLS. Without it: an embedded SQL database.',
  ),
  DATABASE_CONNECTIONS: integer('Database', 'Connections of one process.', 4, 1, 100),
  DATA_DIR: textOr('Database', 'Folder of the embedded database and of local keys.', './data'),
  RETENTION_HOURS: integer(
    'Database',
    'Age at which rows of the four event tables are deleted; 0 keeps them. Embedded default: 24.',
    0,
    0,
    1_000_000,
  ),
  RETENTION_MAX_MB: integer(
    'Database',
    'Size at which the embedded database forgets its oldest rows.',
    1024,
    16,
    10_000_000,
  ),
  DEAD_LETTER_RETENTION_HOURS: integer(
    'Database',
    'Age at which dead letters, which hold raw payloads, are deleted.',
    168,
    1,
    100_000,
  ),

  GEOIP_MMDB_PATH: text('Enrichment', 'Your own MMDB file (City) in place of the packaged GeoLite2 data.'),
  GEO_CACHE_KEY: secret(
    'Enrichment',
    'Secret that keys the geo cache; the same for all workers. Needed when ROLE is worker.',
  ),
  GEO_CACHE_TTL_HOURS: integer('Enrichment', 'How long a cached place holds.', 168, 1, 100_000),
  PIN_RESOLVER_URL: text('Enrichment', 'Where unknown pins are asked for: https://…/{id}.'),
  PIN_RESOLVER_TIMEOUT_MS: integer('Enrichment', 'Time-out of one request.', 800, 10, 60_000),
  PIN_RESOLVER_RETRIES: integer('Enrichment', 'Further tries after a failure that may pass.', 1, 0, 10),
  PIN_RESOLVER_CONCURRENCY: integer('Enrichment', 'Requests at a time.', 16, 1, 1_000),
  PIN_RESOLVER_MISS_TTL_S: integer(
    'Enrichment',
    'How long an unknown pin is not asked for again, in seconds.',
    DAY_S / 24,
    1,
    DAY_S * 30,
  ),

  TICK_MS: integer('Live', 'Time between two frames.', 50, 16, 1_000),
  HEAT_HALF_LIFE_MINUTES: number('Live', 'Half-life of the heat on the globe.', 10, 1, 60),
  BRAND_ACCENT: list(
    'Brand',
    'Colour of repins and of the heat: #rrggbb for dark looks, or two, the second for the light one.',
  ),
  BRAND_PIN: list('Brand', 'Colour of pins, likewise.'),
  BRAND_COMMENT: list('Brand', 'Colour of comments, likewise.'),
  BRAND_LOGIN: list('Brand', 'Colour of logins, likewise.'),
  BRAND_SPACE: list('Brand', 'Ground behind the globe, likewise.'),

  ALLOWED_ORIGINS: list(
    'Security',
    'Further origins whose pages may open the socket: https://dash.example. The own one always may.',
  ),
  EMBED_ORIGINS: list('Security', 'Origins that may frame /embed; * for any. Without it: the own one.'),
  IMAGE_HOSTS: list('Security', 'Hosts that pin pictures may come from, besides the own one.'),
  API_KEY: secret(
    'Security',
    'Key for POST /api/events: Authorization: Bearer …. Open without it only in the demo.',
  ),
  ADMIN_KEY: secret(
    'Security',
    'Key of the operators for /admin/dead-letters and its API, 16 characters or more; both are closed without it.',
  ),
  MAX_VIEWERS: integer('Security', 'Viewers of one web process.', 5_000, 1, 1_000_000),
  MAX_VIEWERS_PER_ADDRESS: integer(
    'Security',
    'Of them, those of one address (IPv6: of one /64).',
    1_000,
    1,
    1_000_000,
  ),
  MAX_HANDSHAKES_PER_MINUTE: integer(
    'Security',
    'How often viewers of one address may connect; a minute’s worth of it at once.',
    3_000,
    1,
    1_000_000,
  ),
  TRUSTED_PROXY_HOPS: integer(
    'Security',
    'Proxies of yours in front, each of which appends to X-Forwarded-For. 0: the address is that of the connection.',
    0,
    0,
    10,
  ),
} as const satisfies Readonly<Record<string, OptionSpec>>;

export type OptionName = keyof typeof OPTIONS;
