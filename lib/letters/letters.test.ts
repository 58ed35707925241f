import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chosen, LetterQuery, ReplayReport } from './desk';
import { formatLetterKey, parseLetterKey } from './letter-key';
import { queryText, readQuery } from './query';
import { LETTER_REASONS, type LetterReason, SKIP_CAUSES, type SkipCause } from './reasons';
import { dropKeys, MAX_KEYS, MAX_PER_STEP, replayAll } from './replay-all';
import { addReplays, NO_REPLAY, sumOfReplay, tellReplay } from './reports';

describe('a key', () => {
  it('is read as it was written, whatever the topic is called', () => {
    const whole = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), whole, whole, whole, (topic, epoch, partition, offset) => {
        const at = { topic, epoch, partition, offset };
        expect(parseLetterKey(formatLetterKey(at))).toEqual(at);
      }),
    );
  });

  it.each([
    '',
    'engagement',
    'engagement/1/0',
    'engagement/1/0/x',
    '/1/0/4',
    'engagement/1/0/-4',
    'e/1/0/99999999999999999',
  ])('%j is none', (text) => {
    expect(parseLetterKey(text)).toBeNull();
  });
});

describe('a query', () => {
  it.each<LetterQuery>([
    { selection: {}, state: 'open', limit: 50, after: null },
    {
      selection: { reason: 'bad_field', topic: 'a/b &c', partition: 3, since: 5 },
      state: null,
      limit: 1,
      after: '1.2.3',
    },
  ])('is read as it was written: %j', (query) => {
    expect(readQuery(new URLSearchParams(queryText(query)))).toEqual(query);
  });

  it.each([
    ['reason=none', 'reason'],
    ['state=closed', 'state'],
    ['limit=0', 'limit'],
    ['limit=1e9', 'limit'],
    ['partition=x', 'partition'],
    ['since=yesterday', 'since'],
  ])('%s is refused by its name', (text, field) => {
    expect(readQuery(new URLSearchParams(text))).toMatchObject({ field });
  });
});

const counts = fc.nat({ max: 1_000 });
const aReport = fc.record<ReplayReport>({
  asked: counts,
  rows: counts,
  duplicates: counts,
  filtered: counts,
  stillDead: fc.dictionary(fc.constantFrom(...(Object.keys(LETTER_REASONS) as LetterReason[])), counts),
  skipped: fc.dictionary(fc.constantFrom(...(Object.keys(SKIP_CAUSES) as SkipCause[])), counts),
  gone: counts,
  unknown: counts,
  next: fc.constant(null),
});

describe('a report', () => {
  it('loses nothing when it is added up and told', () => {
    fc.assert(
      fc.property(aReport, aReport, (one, other) => {
        const sum = addReplays(one, other);
        expect(sumOfReplay(sum)).toBe(sumOfReplay(one) + sumOfReplay(other));
        expect(tellReplay(sum).reduce((total, { count }) => total + count, 0)).toBe(sumOfReplay(sum));
      }),
    );
  });
});

describe('steps', () => {
  const answer = (asked: number, next: string | null): ReplayReport => ({
    ...NO_REPLAY,
    asked,
    rows: asked,
    next,
  });

  it('go on until all were seen, within the limit', async () => {
    const asked: Chosen[] = [];
    const desk = {
      replay: async (chosen: Chosen) => {
        asked.push(chosen);
        return answer('limit' in chosen ? chosen.limit : 0, 'more');
      },
    };
    const sum = await replayAll(desk, { selection: { reason: 'empty' }, limit: 2_500, after: null });
    expect(sum).toMatchObject({ asked: 2_500, rows: 2_500, next: 'more' });
    expect(asked).toEqual([
      { selection: { reason: 'empty' }, limit: MAX_PER_STEP, after: null },
      { selection: { reason: 'empty' }, limit: MAX_PER_STEP, after: 'more' },
      { selection: { reason: 'empty' }, limit: 500, after: 'more' },
    ]);
  });

  it('end with what there is', async () => {
    let calls = 0;
    const replay = async () => answer(7, ++calls < 3 ? 'more' : null);
    const sum = await replayAll({ replay }, { selection: {}, limit: Number.POSITIVE_INFINITY, after: null });
    expect([calls, sum.asked, sum.next]).toEqual([3, 21, null]);
  });

  it('take keys a few hundred at a time, each once', async () => {
    const keys = Array.from({ length: MAX_KEYS + 3 }, (_, at) => `t/1/0/${at}`);
    const sizes: number[] = [];
    const take = (of: readonly string[]) => sizes.push(of.length) && of.length;
    await replayAll(
      { replay: async (chosen) => answer('keys' in chosen ? take(chosen.keys) : 0, null) },
      { keys },
    );
    const dropped = await dropKeys(
      {
        drop: async (request) => {
          const asked = 'keys' in request ? take(request.keys) : 0;
          return { asked, dropped: asked, gone: 0, unknown: 0 };
        },
      },
      [...keys, ...keys],
    );
    expect(sizes).toEqual([MAX_KEYS, 3, MAX_KEYS, 3]);
    expect(dropped.dropped).toBe(MAX_KEYS + 3);
  });
});
