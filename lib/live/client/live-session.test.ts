import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCursor, type LiveCursor } from '../cursor';
import { LIVE_VERSION } from '../protocol';
import { LiveSession, placeFrame } from './live-session';
import { at, frameOf, HELLO, SNAPSHOT } from './testing';

const snapshotAt = (cursor: LiveCursor) => ({ ...SNAPSHOT, cursor: formatCursor(cursor) });
const sessionAt = (cursor: LiveCursor) => {
  const session = new LiveSession();
  session.onSnapshot(snapshotAt(cursor));
  return session;
};

describe('placeFrame', () => {
  test.each([
    ['the next one', at(10), at(12), 'next'],
    ['an empty one at the cursor', at(10), at(10), 'next'],
    ['the last one again', at(8), at(10), 'seen'],
    ['an old one', at(2), at(4), 'seen'],
    ['an empty one of long ago', at(3), at(3), 'seen'],
    ['one that skips', at(11), at(12), 'gap'],
    ['one that overlaps', at(9), at(12), 'torn'],
    ['one of another epoch', at(10, 0, 2), at(12, 0, 2), 'torn'],
    ['one within the same message', at(10), at(10, 4), 'next'],
  ] as const)('%s', (_name, from, to, expected) => {
    expect(placeFrame(at(10), { from, to })).toBe(expected);
  });
});

describe('LiveSession', () => {
  test('takes nothing before its snapshot', () => {
    const session = new LiveSession();
    expect(session.cursorText).toBe('');
    expect(session.onFrame(frameOf(at(0), at(5)))).toBe('ignore');
    expect(session.onReset()).toBe('ignore');
  });

  test('goes on from its snapshot, frame by frame', () => {
    const session = sessionAt(at(10));
    expect(session.onFrame(frameOf(at(10), at(11, 3)))).toBe('apply');
    expect(session.onFrame(frameOf(at(11, 3), at(14)))).toBe('apply');
    expect(session.cursor).toEqual(at(14));
  });

  test('asks once for what is missing, and takes the frames up again where they fit', () => {
    const session = sessionAt(at(10));
    expect(session.onFrame(frameOf(at(12), at(13)))).toBe('resume');
    expect(session.onFrame(frameOf(at(13), at(14)))).toBe('ignore');
    expect(session.onFrame(frameOf(at(10), at(14)))).toBe('apply');
    expect(session.onFrame(frameOf(at(14), at(15)))).toBe('apply');
    expect(session.onFrame(frameOf(at(16), at(17)))).toBe('resume');
  });

  test('takes a snapshot when the resume stays unanswered', () => {
    const session = sessionAt(at(10));
    expect(session.onResumeOverdue()).toBe('ignore');
    session.onFrame(frameOf(at(12), at(13)));
    expect(session.onResumeOverdue()).toBe('snapshot');
    expect(session.onFrame(frameOf(at(10), at(12)))).toBe('ignore');
    expect(session.onSnapshot(snapshotAt(at(20)))).toBe('apply');
    expect(session.onFrame(frameOf(at(20), at(21)))).toBe('apply');
  });

  test('starts over when a frame overlaps its cursor or the epoch changed', () => {
    expect(sessionAt(at(10)).onFrame(frameOf(at(9), at(12)))).toBe('snapshot');
    expect(sessionAt(at(10)).onFrame(frameOf(at(0, 0, 2), at(3, 0, 2)))).toBe('snapshot');
  });

  test('fetches one snapshot for several resets', () => {
    const session = sessionAt(at(10));
    expect(session.onReset()).toBe('snapshot');
    expect(session.onReset()).toBe('ignore');
  });

  test('is behind until it reaches the head that the server named', () => {
    const session = sessionAt(at(10));
    expect(session.behindHead).toBe(false);
    session.onHello({ ...HELLO, head: formatCursor(at(14)) });
    expect(session.behindHead).toBe(true);
    session.onFrame(frameOf(at(10), at(12)));
    expect(session.behindHead).toBe(true);
    session.onFrame(frameOf(at(12), at(15)));
    expect(session.behindHead).toBe(false);
  });

  test('asks for a reload when the server speaks another version', () => {
    const session = new LiveSession();
    expect(session.onHello({ ...HELLO, v: LIVE_VERSION + 1 })).toBe('reload');
    expect(session.onSnapshot({ ...SNAPSHOT, v: LIVE_VERSION + 1 })).toBe('reload');
    expect(session.onSnapshot({ ...SNAPSHOT, cursor: 'nonsense' })).toBe('reload');
    expect(session.cursor).toBeNull();
  });

  test('applies each event exactly once, whatever is dropped, repeated, reordered or reset', () => {
    const happening = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ kind: fc.constant('send' as const), size: fc.integer({ min: 0, max: 5 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('drop' as const), size: fc.integer({ min: 1, max: 5 }) }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), size: fc.nat(20) }) },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('swap' as const), size: fc.integer({ min: 1, max: 3 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('reconnect' as const), size: fc.nat(3) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset' as const), size: fc.nat(3) }) },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('torn' as const), size: fc.integer({ min: 1, max: 3 }) }),
      },
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (story) => {
        // The server: a log of events 1..head, and the place up to which it has sent this viewer frames.
        let head = 3;
        let sent = 0;
        let resumed: number | null = null;
        const frames: [number, number][] = [];
        // The viewer's picture: what the last snapshot folded, then each event of each applied frame.
        let seen: number[] = [];
        const session = new LiveSession();

        const takeSnapshot = () => {
          if (session.onSnapshot(snapshotAt(at(head))) !== 'apply') throw new Error('snapshot refused');
          seen = Array.from({ length: head }, (_, index) => index + 1);
          resumed = head;
        };
        const deliver = (from: number, to: number) => {
          const answer = session.onFrame(frameOf(at(from), at(to)));
          if (answer === 'apply') for (let event = from + 1; event <= to; event++) seen.push(event);
          if (answer === 'resume') resumed = session.cursor?.offset ?? 0;
          if (answer === 'snapshot') takeSnapshot();
        };
        const answerResume = () => {
          if (resumed === null) return;
          const from = resumed;
          resumed = null;
          sent = head;
          if (from < head) deliver(from, head);
        };
        takeSnapshot();
        answerResume();

        for (const { kind, size } of story) {
          const from = sent;
          if (kind === 'send' || kind === 'drop' || kind === 'swap') {
            head += size;
            sent = head;
            frames.push([from, sent]);
          }
          if (kind === 'send') deliver(from, sent);
          if (kind === 'swap') {
            head += 1;
            sent = head;
            deliver(sent - 1, sent);
            deliver(from, sent - 1);
          }
          const old = frames.at(-1 - (size % Math.max(1, frames.length)));
          if (kind === 'repeat' && old) deliver(...old);
          if (kind === 'torn') deliver(Math.max(0, head - size), ++head);
          if (kind === 'torn') sent = head;
          if (kind === 'reset' && session.onReset() === 'snapshot') takeSnapshot();
          if (kind === 'reconnect') {
            head += size;
            session.onHello({ ...HELLO, head: formatCursor(at(head)) });
            resumed = session.cursor?.offset ?? 0;
          }
          answerResume();
          expect(new Set(seen).size).toBe(seen.length);
        }
        head += 1;
        deliver(sent, head);
        sent = head;
        answerResume();
        expect([...seen].sort((a, b) => a - b)).toEqual(
          Array.from({ length: head }, (_, index) => index + 1),
        );
        expect(session.cursor?.offset).toBe(head);
      }),
      { numRuns: 500 },
    );
  });
});
