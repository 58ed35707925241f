import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGlobe } from '../support/globe';
import { type KafkaBroker, startKafka } from '../support/kafka-broker';
import { requirePart } from '../support/parts';
import { privateFolder, startProcess, waitFor } from '../support/processes';

const ROOT = join(import.meta.dirname, '../..');
const USER = { username: 'globe', password: 'a good password' };

describe.skipIf(!requirePart('kafka'))('the product on a broker with TLS and SASL', () => {
  let kafka: KafkaBroker;
  let env: Record<string, string>;

  beforeAll(async () => {
    kafka = await startKafka({ security: USER });
    await kafka.createTopic('engagement', 1);
    env = {
      KAFKA_BROKERS: kafka.saslBrokers,
      KAFKA_SSL: 'true',
      KAFKA_SSL_CA: kafka.authority?.cert ?? '',
      KAFKA_SASL_USERNAME: USER.username,
      KAFKA_SASL_PASSWORD: USER.password,
    };
  });
  afterAll(() => kafka?.stop());

  test.each(['plain', 'scram-sha-256', 'scram-sha-512'])(
    'reads with %s and the right password',
    async (mechanism) => {
      const globe = await startGlobe({
        env: { ...env, KAFKA_SASL_MECHANISM: mechanism, KAFKA_GROUP_ID: `group-${mechanism}` },
      });
      await kafka.produce('engagement', [
        { value: JSON.stringify({ id: mechanism, type: 'repin', ts: Date.now(), pinId: 'p' }) },
      ]);
      await waitFor(
        async () => (await globe.json<{ totals: { repin: number } }>('/api/live/snapshot')).totals.repin >= 1,
        'the repin to be in',
      );
      expect(globe.process.output).not.toContain(USER.password);
      expect((await globe.process.stop()).code).toBe(0);
    },
  );

  test.each([
    ['a wrong password', { KAFKA_SASL_PASSWORD: 'hunter2' }, /^KAFKA_SASL_(USERNAME|PASSWORD)/],
    ['a certificate of an authority that is not given', { KAFKA_SSL_CA: '' }, /^KAFKA_SSL_CA/],
  ])('%s: one clear line, and the end', async (_name, change, line) => {
    const child = startProcess(process.execPath, [join(ROOT, 'dist/server/main.js')], {
      cwd: ROOT,
      env: {
        NODE_ENV: 'production',
        PORT: '0',
        DATA_DIR: privateFolder('secure'),
        ...env,
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        ...change,
      },
    });
    const { code } = await child.exited;
    expect(code).toBeGreaterThan(0);
    expect(child.output.trim().split('\n').at(-1)).toMatch(line);
    expect(child.output).not.toContain('hunter2');
  });
});
