import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_LINE_BYTES, readLines } from './ndjson-reader';

async function linesOf(chunks: readonly Uint8Array[]): Promise<string[]> {
  const lines: string[] = [];
  async function* feed() {
    yield* chunks;
  }
  for await (const group of readLines(feed()))
    lines.push(...group.map((line) => Buffer.from(line).toString()));
  return lines;
}

test.each([
  ['', []],
  ['a', ['a']],
  ['a\n', ['a']],
  ['a\nb', ['a', 'b']],
  ['a\r\nb\r\n', ['a', 'b']],
  ['a\n\nb\n', ['a', '', 'b']],
  ['\n', ['']],
  ['\r\na', ['', 'a']],
  ['a\rb', ['a\rb']],
  ['\ufeffa\n\ufeffb', ['a', '\ufeffb']],
])('%j', async (text, lines) => {
  expect(await linesOf([Buffer.from(text)])).toEqual(lines);
});

test('any chunking gives the same lines', async () => {
  const line = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll(/[\r\n]/g, ''));
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 9 })),
      fc.constantFrom('\n', '\r\n'),
      async (texts, sizes, end) => {
        const lines = texts.map((text) => text.replace(/^\ufeff/, ''));
        const bytes = Buffer.from(lines.map((text) => `${text}${end}`).join(''));
        const chunks: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % Math.max(sizes.length, 1)] ?? bytes.length;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(await linesOf(chunks)).toEqual(lines.map((text) => Buffer.from(text).toString()));
      },
    ),
  );
});

test('a line without end is cut, and the next one is whole again', async () => {
  const lines = await linesOf([
    Buffer.alloc(MAX_LINE_BYTES, 120),
    Buffer.alloc(5_000, 120),
    Buffer.from('\nnext\n'),
  ]);
  expect(lines.map((text) => text.length)).toEqual([MAX_LINE_BYTES + 1, 4]);
});
