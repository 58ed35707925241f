import type { Config } from './config';
import { ConfigError } from './config-error';
import type { KafkaConnection } from './kafka/connection';
import { KafkaLiveLog } from './kafka/kafka-live-log';
import { liveTopic } from './open-kafka';
import { claimOrRefuse, type OpenedStore } from './open-store';
import { EmbeddedLiveLog } from './publish/embedded-live-log';
import type { LiveLog } from './publish/live-log';
import { MemoryLiveLog } from './publish/memory-live-log';

export type LiveLogParts = {
  readonly config: Config;
  readonly opened: OpenedStore;
  readonly kafka: KafkaConnection | null;
  readonly now: () => number;
};

/** The live log that the configuration names. A database belongs to one live topic; another one is refused. */
export async function openLiveLog({
  config,
  opened: { store, liveRows },
  kafka,
  now,
}: LiveLogParts): Promise<LiveLog> {
  const fresh = String(Math.floor(now() / 1_000));
  switch (config.liveLog) {
    case 'embedded':
      if (!liveRows) throw new ConfigError('DATABASE_URL', 'leaves no place for an embedded live log');
      return new EmbeddedLiveLog({
        rows: liveRows,
        epoch: Number(await store.claimSetting('live_epoch', fresh)),
      });
    case 'kafka': {
      if (!kafka) throw new ConfigError('KAFKA_BROKERS', 'must name the brokers');
      await claimOrRefuse(
        store,
        'live_topic',
        config.LIVE_TOPIC,
        'LIVE_TOPIC',
        'is not the live log of this database, which is "{held}": use that one, or another database',
      );
      const epoch = Number(await store.claimSetting('live_epoch', fresh));
      return new KafkaLiveLog({
        connection: kafka,
        topic: config.LIVE_TOPIC,
        epoch,
        shared: {
          read: () => store.claimSetting('live_mark', ''),
          swap: (from, to) => store.swapSetting('live_mark', from, to),
        },
        create: liveTopic(config),
      });
    }
    case 'memory':
      return new MemoryLiveLog({ epoch: Number(fresh) });
  }
}
