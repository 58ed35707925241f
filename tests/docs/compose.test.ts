import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../server/config';
import { OPTIONS } from '../../server/config-options';

const ROOT = join(import.meta.dirname, '../..');
type Service = {
  environment?: Record<string, string | number>;
  ports?: string[];
  profiles?: string[];
  image?: string;
};
const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
};

/** `${NAME:-default}` as compose fills it in. */
const fill = (value: string | number): string => {
  let text = String(value);
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\$\{[A-Z_]+(?::-([^${}]*))?\}/, (_, fallback?: string) => fallback ?? '');
  }
  return text;
};
const environment = (name: string) =>
  Object.fromEntries(
    Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, fill(value)]),
  );

describe('docker-compose.yml', () => {
  test('has Kafka, a database by profile, worker and web', () => {
    expect(Object.keys(services)).toEqual(
      expect.arrayContaining(['kafka', 'mysql', 'singlestore', 'worker', 'web', 'simulate']),
    );
    expect(services.mysql?.profiles).toEqual(['mysql']);
    expect(services.singlestore?.profiles).toEqual(['singlestore']);
  });

  test.each(['worker', 'web', 'simulate'])(
    '%s: every variable is one that the code reads, and all together are accepted',
    (name) => {
      for (const key of Object.keys(environment(name))) expect(Object.keys(OPTIONS)).toContain(key);
      expect(loadConfig([], environment(name))).toMatchObject({
        KAFKA_BROKERS: ['kafka:9092'],
        store: 'mysql',
        liveLog: 'kafka',
      });
    },
  );

  test('roles, ports and addresses fit together', () => {
    expect(environment('worker').ROLE).toBe('worker');
    expect(environment('web').ROLE).toBe('web');
    const inside = environment('web').PORT;
    expect(fill(services.web?.ports?.[0] ?? '')).toBe(`3000:${inside}`);
    expect(environment('web').HOST).toBe('0.0.0.0');
    expect(environment('kafka').KAFKA_ADVERTISED_LISTENERS).toContain('kafka:9092');
    const database = new URL(environment('worker').DATABASE_URL ?? '');
    const mysql = environment('mysql');
    expect([database.hostname, database.username, database.password, database.pathname.slice(1)]).toEqual([
      'mysql',
      mysql.MYSQL_USER,
      mysql.MYSQL_PASSWORD,
      mysql.MYSQL_DATABASE,
    ]);
  });

  test('the broker is the one that the tests run', () => {
    const pom = readFileSync(join(ROOT, 'scripts/parts/pom.xml'), 'utf8');
    expect(pom).toContain(services.kafka?.image?.split(':')[1] ?? 'none');
  });
});
