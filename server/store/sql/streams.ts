import { query, type Script } from './statement';

/**
 * The small number under which rows name (topic, partition, epoch). Claimed in ascending order and never changed:
 * whoever inserts number n first owns it, the others read whose it is and go on. So two claimants of one stream
 * always meet at the same number, on engines without a usable AUTO_INCREMENT too.
 */
export function* claimStream(topic: string, partition: number, epoch: number): Script<number> {
  const find = query(
    'SELECT stream_id FROM streams WHERE topic = ? AND partition_id = ? AND epoch = ?',
    topic,
    partition,
    epoch,
  );
  const found = yield find;
  if (found.rows[0] !== undefined) return Number(found.rows[0].stream_id);
  const { rows } = yield query('SELECT COALESCE(MAX(stream_id), 0) AS last_id FROM streams');
  for (let id = Number(rows[0]?.last_id ?? 0) + 1; ; id++) {
    const { affected } = yield {
      table: 'streams',
      columns: ['stream_id', 'topic', 'partition_id', 'epoch'],
      rows: [[id, topic, partition, epoch]],
      ignore: true,
      conflict: '',
    };
    if (affected === 1) return id;
    const again = yield find;
    if (again.rows[0] !== undefined) return Number(again.rows[0].stream_id);
  }
}
