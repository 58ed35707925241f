import { describe, expect, test, vi } from 'vitest';
import { FeedBroadcast } from './feed-broadcast';
import { at, cardOf, frameOf, SNAPSHOT } from './testing';

const frame = (offset: number) => frameOf(at(offset - 1), at(offset));

function listenTo(broadcast: FeedBroadcast): string[] {
  const heard: string[] = [];
  broadcast.onFrame(({ to }) => heard.push(`frame ${to.offset}`));
  broadcast.onSnapshot(({ cursor }) => heard.push(`snapshot ${cursor}`));
  return heard;
}

describe('FeedBroadcast', () => {
  test('lets a late listener hear the snapshot first, then each frame once', async () => {
    const broadcast = new FeedBroadcast(10, () => {});
    broadcast.sendSnapshot(SNAPSHOT);
    broadcast.sendFrame(frame(1));
    broadcast.sendFrame(frame(2));
    const heard = listenTo(broadcast);
    await Promise.resolve();
    broadcast.sendFrame(frame(3));
    expect(heard).toEqual(['snapshot 1:0:0', 'frame 1', 'frame 2', 'frame 3']);
  });

  test('when it is cleared everybody starts over from nothing', () => {
    const broadcast = new FeedBroadcast(10, () => {});
    const begun: unknown[] = [];
    broadcast.onSnapshot(({ cursor, totals, heat, latest }) =>
      begun.push([cursor, totals.repin, heat, latest]),
    );
    broadcast.clear();
    expect(begun).toEqual([]);
    broadcast.sendSnapshot({
      ...SNAPSHOT,
      totals: { ...SNAPSHOT.totals, repin: 3 },
      latest: [cardOf('1:0:0')],
    });
    broadcast.clear();
    expect(begun[1]).toEqual(['1:0:0', 0, [], []]);
  });

  test('does not repeat frames that a newer snapshot holds', async () => {
    const broadcast = new FeedBroadcast(10, () => {});
    broadcast.sendSnapshot(SNAPSHOT);
    broadcast.sendFrame(frame(1));
    const heard = listenTo(broadcast);
    broadcast.sendSnapshot({ ...SNAPSHOT, cursor: '1:1:0' });
    broadcast.sendFrame(frame(2));
    await Promise.resolve();
    expect(heard).toEqual(['snapshot 1:0:0', 'snapshot 1:1:0', 'frame 2']);
  });

  test('asks for a fresh snapshot when a listener comes too late for the frames that were kept', async () => {
    const tooLate = vi.fn();
    const broadcast = new FeedBroadcast(4, tooLate);
    broadcast.sendSnapshot(SNAPSHOT);
    for (let offset = 1; offset <= 5; offset++) broadcast.sendFrame(frame(offset));
    const heard = listenTo(broadcast);
    await Promise.resolve();
    broadcast.sendFrame(frame(6));
    expect(tooLate).toHaveBeenCalledTimes(1);
    broadcast.sendSnapshot({ ...SNAPSHOT, cursor: '1:6:0' });
    broadcast.sendFrame(frame(7));
    expect(heard).toEqual(['snapshot 1:0:0', 'snapshot 1:6:0', 'frame 7']);
  });

  test('forgets a listener that left before it joined', async () => {
    const broadcast = new FeedBroadcast(4, () => {});
    broadcast.sendSnapshot(SNAPSHOT);
    broadcast.sendFrame(frame(1));
    const heard: Frame[] = [];
    type Frame = ReturnType<typeof frame>;
    const leave = broadcast.onFrame((each) => heard.push(each));
    leave();
    await Promise.resolve();
    broadcast.sendFrame(frame(2));
    expect(heard).toEqual([]);
  });
});
