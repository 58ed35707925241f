import type { SourceCoordinates } from '../../lib/events/event';

type Stream = Omit<SourceCoordinates, 'offset'>;

const nameOf = ({ topic, epoch, partition }: Stream) => `${topic}/${epoch}/${partition}`;

/** In the order of their first ones. */
export function byStream<T extends SourceCoordinates>(items: readonly T[]): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group) group.push(item);
    else groups.set(nameOf(item), [item]);
  }
  return [...groups.values()];
}

/** Each once, in groups of one stream and at most `size`. */
export function inChunks(
  named: readonly SourceCoordinates[],
  size: number,
): readonly (Stream & { readonly offsets: readonly number[] })[] {
  return byStream(named).flatMap((ofStream) => {
    const offsets = [...new Set(ofStream.map(({ offset }) => offset))].sort((a, b) => a - b);
    const [{ topic, epoch, partition } = { topic: '', epoch: 0, partition: 0 }] = ofStream;
    return Array.from({ length: Math.ceil(offsets.length / size) }, (_, index) => ({
      topic,
      epoch,
      partition,
      offsets: offsets.slice(index * size, (index + 1) * size),
    }));
  });
}
