import { describe, expect, test } from 'vitest';
import { LIVE_VERSION } from '../protocol';
import { readSnapshot } from './read-snapshot';
import { SNAPSHOT } from './testing';

describe('what an answer to the question for a snapshot is', () => {
  test('a snapshot of our version', () => {
    expect(readSnapshot(SNAPSHOT)).toEqual({ kind: 'snapshot', snapshot: SNAPSHOT });
  });

  test.each([LIVE_VERSION + 1, LIVE_VERSION - 1])('version %i, readable: another version', (v) => {
    expect(readSnapshot({ ...SNAPSHOT, v })).toEqual({ kind: 'other_version' });
  });

  test.each([
    ['nothing', null],
    ['no object', 'Sorry, down for maintenance'],
    ['a list', []],
    ["somebody else's JSON", { status: 'ok' }],
    ["somebody else's JSON with a v", { v: 99 }],
    ['a version that is no number', { ...SNAPSHOT, v: '99' }],
    ['no cursor', { ...SNAPSHOT, cursor: undefined }],
    ['a broken cursor', { ...SNAPSHOT, cursor: 'x' }],
  ])('%s: unreadable', (_, body) => {
    expect(readSnapshot(body)).toEqual({ kind: 'unreadable' });
  });
});
