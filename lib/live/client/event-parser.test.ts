import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventParser } from './event-parser';

const STREAM = [
  'retry: 1000\nevent: hello\ndata: {"v":2}\n\n',
  ':\n\n',
  'id: 1:2:3\ndata: AgAA\n\n',
  ': a comment\r\nevent: health\r\ndata: {}\r\n\r\n',
  'event: nothing\n\n',
  'data:no blank\rdata:  two blanks\r\r',
  'data\n\n',
  'data: not finished',
].join('');
const EVENTS = [
  { name: 'hello', data: '{"v":2}' },
  { name: 'message', data: 'AgAA' },
  { name: 'health', data: '{}' },
  { name: 'message', data: 'no blank\n two blanks' },
  { name: 'message', data: '' },
];

test('reads events, comments, all ends of lines, and what is not finished not at all', () => {
  expect(new EventParser().push(STREAM)).toEqual(EVENTS);
});

test('reads the same however it is cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: STREAM.length })), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
      const parser = new EventParser();
      const read = at.slice(1).flatMap((end, index) => parser.push(STREAM.slice(at[index], end)));
      expect(read).toEqual(EVENTS);
    }),
  );
});

test('does not collect a line that never ends', () => {
  const parser = new EventParser();
  expect(() => {
    for (let piece = 0; piece < 20; piece++) parser.push('x'.repeat(100_000));
  }).toThrow(RangeError);
});
