import type { SourceCoordinates } from '../events/event';
import { derivedId } from '../events/read-event';

/** What names a dead letter: its coordinates, written as the id that its event gets when it has none. */
export const formatLetterKey = (at: SourceCoordinates): string => derivedId(at);

/** `engagement/1/0/42`: topic, epoch, partition, offset. null for what is no key. */
export function parseLetterKey(text: string): SourceCoordinates | null {
  const [, topic, ...numbers] = /^(.{1,255})\/(\d{1,16})\/(\d{1,10})\/(\d{1,16})$/s.exec(text) ?? [];
  const [epoch = -1, partition = -1, offset = -1] = numbers.map(Number);
  if (topic === undefined || ![epoch, partition, offset].every(Number.isSafeInteger)) return null;
  return { topic, epoch, partition, offset };
}
