import type { Admin } from 'kafkajs';
import { messageOf } from '../patience';
import { isForbidden, KafkaConfigError } from './config-errors';
import type { KafkaConnection } from './connection';

export type TopicSpec = {
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
  readonly retentionMs: number;
};
export type TopicState = {
  readonly topic: string;
  /** 0: there is no such topic. */
  readonly partitions: number;
  readonly replication: number;
};

/** How many partitions and replicas topics have. A topic that is not there has none; nothing is created. */
export async function describeTopics(
  connection: KafkaConnection,
  topics: readonly string[],
): Promise<TopicState[]> {
  return await connection.withAdmin((admin) => describe(admin, topics));
}

async function describe(admin: Admin, topics: readonly string[]): Promise<TopicState[]> {
  // First the list: asking for the metadata of a topic may create it.
  const present = new Set(await admin.listTopics());
  const wanted = topics.filter((topic) => present.has(topic));
  const { topics: found } =
    wanted.length > 0 ? await admin.fetchTopicMetadata({ topics: wanted }) : { topics: [] };
  return topics.map((topic) => {
    const partitions = found.find(({ name }) => name === topic)?.partitions ?? [];
    return { topic, partitions: partitions.length, replication: partitions[0]?.replicas.length ?? 0 };
  });
}

/**
 * Creates the topics that are missing and returns those that it made. A topic that is there stays as it is.
 * Throws `KafkaConfigError` where creating is forbidden or what is asked for cannot be.
 */
export async function createTopics(
  connection: KafkaConnection,
  specs: readonly TopicSpec[],
): Promise<TopicSpec[]> {
  return await connection.withAdmin(async (admin) => {
    const states = await describe(
      admin,
      specs.map(({ topic }) => topic),
    );
    const missing = specs.filter((_, index) => states[index]?.partitions === 0);
    for (const spec of missing) await create(admin, spec);
    return missing;
  });
}

async function create(
  admin: Admin,
  { topic, partitions, replication, retentionMs }: TopicSpec,
): Promise<void> {
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic,
          numPartitions: partitions,
          replicationFactor: replication,
          configEntries: [
            { name: 'retention.ms', value: String(retentionMs) },
            { name: 'cleanup.policy', value: 'delete' },
          ],
        },
      ],
    });
  } catch (error) {
    // kafkajs puts one error per topic into one of its own.
    const causes: readonly unknown[] = (error as { errors?: readonly unknown[] }).errors ?? [error];
    const type = String((causes[0] as { type?: unknown } | undefined)?.type);
    if (type === 'TOPIC_ALREADY_EXISTS') return;
    if (causes.some(isForbidden))
      throw new KafkaConfigError(
        'KAFKA_CREATE_TOPICS',
        `this user may not create the topic ${topic}; have it made with ${partitions} partition(s), and set KAFKA_CREATE_TOPICS=false`,
      );
    if (type === 'INVALID_REPLICATION_FACTOR')
      throw new KafkaConfigError(
        'KAFKA_REPLICATION',
        `${replication} replicas of ${topic} are more than there are brokers`,
      );
    if (type === 'INVALID_TOPIC_EXCEPTION')
      throw new KafkaConfigError('KAFKA_TOPIC', `"${topic}" cannot be a topic's name`);
    throw new Error(`topic ${topic} could not be created: ${messageOf(causes[0])}`, { cause: error });
  }
}

/** First offset that the broker still has and the next one to be written, by partition. */
export async function topicBounds(
  admin: Admin,
  topic: string,
): Promise<Map<number, { readonly first: number; readonly next: number }>> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(
    offsets.map(({ partition, low, high }) => [partition, { first: Number(low), next: Number(high) }]),
  );
}
