import { helpText, loadConfig } from './config';
import { ConfigError } from './config-error';
import { createTopics, describeTopics, type TopicSpec } from './kafka/topics';
import { eventsTopic, liveTopic, openKafka } from './open-kafka';
import { openLog } from './telemetry';

/** `npm run topics`: makes the topics that are missing, and tells how those that are there look. */
async function main(): Promise<void> {
  const config = loadConfig(process.argv.slice(2), process.env);
  if (config === 'help') {
    console.log(helpText());
    return;
  }
  const kafka = openKafka(config, openLog(config.LOG_LEVEL));
  if (!kafka) throw new ConfigError('KAFKA_BROKERS', 'must name the brokers');
  const [events, live] = [eventsTopic(config), liveTopic(config)];
  const wanted: TopicSpec[] = [
    ...(events ? [events] : []),
    ...(live ? [{ topic: config.LIVE_TOPIC, partitions: 1, ...live }] : []),
    ...(events && config.DEAD_LETTER_TOPIC !== null ? [{ ...events, topic: config.DEAD_LETTER_TOPIC }] : []),
  ];
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  await kafka.untilReachable(stop.signal);
  const made = await createTopics(kafka, wanted);
  const names = [
    config.KAFKA_TOPIC,
    config.LIVE_TOPIC,
    ...(config.DEAD_LETTER_TOPIC === null ? [] : [config.DEAD_LETTER_TOPIC]),
  ];
  for (const { topic, partitions, replication } of await describeTopics(kafka, names)) {
    const state = made.some((one) => one.topic === topic) ? 'made' : partitions === 0 ? 'missing' : 'there';
    console.log(`${topic.padEnd(28)} ${state}, ${partitions} partitions, ${replication} replicas`);
  }
}

await main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(error instanceof ConfigError ? 2 : 1);
  },
);
