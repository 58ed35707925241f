import { KafkaConnection } from '../../server/kafka/connection';
import { KafkaLiveLog } from '../../server/kafka/kafka-live-log';
import { KeptLog } from '../../tests/support/log';
import { waitFor } from '../../tests/support/wait-for';

/** All events of a live topic by their source coordinates, and how many there were with repeats. */
export async function readLive(
  brokers: string,
  topic: string,
): Promise<{ readonly ids: ReadonlySet<string>; readonly published: number }> {
  const connection = new KafkaConnection({ brokers: [brokers], clientId: 'bench' }, new KeptLog());
  const log = new KafkaLiveLog({ connection, topic, epoch: 1, create: null });
  await log.open();
  const { first, next } = await log.bounds();
  const ids = new Set<string>();
  let published = 0;
  let read = first;
  const tail = await log.tail(first, ({ offset, batch }) => {
    for (const event of batch.events) ids.add(`${batch.partition}/${event.offset}`);
    published += batch.events.length;
    read = offset + 1;
  });
  await waitFor(() => read >= next, 'the live topic to be read', { timeoutMs: 120_000 });
  await tail.close();
  await log.close();
  return { ids, published };
}
