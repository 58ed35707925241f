import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PICTURES = 'docs/screenshots';
const FOLDERS = 'app bench components deploy docs examples lib public scripts server tests'.split(' ');

const documents = ['.', 'bench', 'components/globe/stubs', 'docs', 'docs/decisions', PICTURES].flatMap(
  (folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
);
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Where a document's links and pictures lead inside of the repository: path from the root, and the part of the page. */
function links(document: string): { readonly path: string; readonly part: string }[] {
  return [...read(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', part = ''] = target.split('#');
      return { path: path === '' ? document : join(dirname(document), path), part };
    });
}

/** The parts of a page, by the names that GitHub gives them. */
const parts = (markdown: string) =>
  [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Whether there is such a file or folder; `store-*` and `store-contract` stand for all that begin so. */
function isThere(path: string): boolean {
  const start = path.split('*')[0] ?? '';
  if (existsSync(join(ROOT, start))) return true;
  const folder = join(ROOT, dirname(start));
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith(basename(start)));
}

describe('the documents', () => {
  test('are found', () => {
    expect(documents).toContain('README.md');
    expect(documents.length).toBeGreaterThan(15);
    expect(links('README.md').length).toBeGreaterThan(20);
  });

  test.each(documents)('%s: its links and pictures lead somewhere', (document) => {
    const broken = links(document).filter(
      ({ path, part }) => !existsSync(join(ROOT, path)) || (part !== '' && !parts(read(path)).includes(part)),
    );
    expect(broken).toEqual([]);
  });

  test.each(documents)('%s: files and commands that it names are there', (document) => {
    const text = read(document);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    const named = [...text.matchAll(/(?<=[`\s])([a-z]+)\/[\w./*-]*(?=[`\s])/g)]
      .filter(([, folder = '']) => FOLDERS.includes(folder))
      .map(([path]) => path);
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });

  test('every picture is shown or linked by one', () => {
    const linked = new Set(documents.flatMap((document) => links(document).map(({ path }) => path)));
    const pictures = readdirSync(join(ROOT, PICTURES)).map((name) => join(PICTURES, name));
    expect(pictures.filter((path) => !path.endsWith('.md') && !linked.has(path))).toEqual([]);
  });
});
