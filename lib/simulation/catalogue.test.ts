import { describe, expect, test } from 'vitest';
import { decodeEvent } from '../events/decode';
import { allowedPicture } from '../view/picture';
import { artwork, dominantColor } from './art/artwork';
import { CATALOGUE } from './catalogue';
import { CATEGORIES } from './categories';

describe('the catalogue', () => {
  test('has several hundred pins in many categories, each with an id and a title of its own', () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(600);
    expect(CATEGORIES.length).toBeGreaterThanOrEqual(16);
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
    expect(new Set(CATALOGUE.map(({ title }) => title.toLowerCase())).size).toBe(CATALOGUE.length);
  });

  test.each(CATEGORIES)('%s: every pin has all fields, as people would write them', (category) => {
    for (const pin of CATALOGUE.filter((each) => each.category === category)) {
      expect(pin.title.length, pin.title).toBeGreaterThan(8);
      expect(pin.title.length, pin.title).toBeLessThan(70);
      expect(pin.title, 'no blanks at its ends').toBe(pin.title.trim());
      expect(pin.description.length, pin.title).toBeGreaterThan(9);
      expect(pin.boardName.length, pin.title).toBeGreaterThan(2);
      expect(pin.boardIds[0]).toBe(pin.boardId);
      expect(new Set(pin.boardIds).size).toBe(pin.boardIds.length);
      expect(pin.link).toMatch(/^https:\/\/example\.com\/[a-z]+\/[a-z]+\/[a-z0-9-]+$/);
      expect(allowedPicture(pin.imageUrl)).toBe(pin.imageUrl);
      expect(pin.color).toMatch(/^#[0-9a-f]{6}$/);
    }
  });

  test('a board id stands for one name', () => {
    const names = new Map<string, string>();
    for (const { boardId, boardName } of CATALOGUE) {
      expect(names.get(boardId) ?? boardName).toBe(boardName);
      names.set(boardId, boardName);
    }
    expect(names.size).toBeGreaterThan(120);
  });

  test('the decoder takes every pin as it is', () => {
    for (const { boardIds, ...pin } of CATALOGUE) {
      const value = new TextEncoder().encode(
        JSON.stringify({ id: 'e', type: 'pin', ts: 1_790_000_000_000, pin }),
      );
      const result = decodeEvent(
        { value, headers: {}, timestamp: 1_790_000_000_000 },
        { topic: 't', partition: 0, epoch: 1, offset: 0 },
      );
      expect(result).toMatchObject({ ok: true, event: { pin } });
    }
  });
});

describe('the pictures', () => {
  const TAG = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z][\w-]*="[^"<>]*")*)\s?(\/?)>/y;
  const ELEMENTS = [
    'svg',
    'defs',
    'linearGradient',
    'stop',
    'clipPath',
    'g',
    'rect',
    'circle',
    'ellipse',
    'path',
    'use',
  ];

  test('are well-formed SVG below 6 KB, without text, script or anything from outside', () => {
    for (const { id, category } of CATALOGUE) {
      const svg = artwork(id, category);
      expect(svg.length, id).toBeLessThan(6 * 1024);
      const open: string[] = [];
      TAG.lastIndex = 0;
      let at = 0;
      while (at < svg.length) {
        TAG.lastIndex = at;
        const tag = TAG.exec(svg);
        if (!tag) throw new Error(`${id}: not well-formed at ${svg.slice(at, at + 60)}`);
        const [whole, closing, name = '', attributes = '', selfClosing] = tag;
        expect(ELEMENTS).toContain(name);
        const names = [...attributes.matchAll(/ ([\w-]+)=/g)].map((match) => match[1]);
        expect(new Set(names).size, `${id}: an attribute twice in ${whole}`).toBe(names.length);
        if (closing) expect(open.pop()).toBe(name);
        else if (!selfClosing) open.push(name);
        at += whole.length;
      }
      expect(open).toEqual([]);
      expect(svg).not.toMatch(/NaN|undefined|Infinity|null/);
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/\/\/|data:|javascript/);
      const names = new Set([...svg.matchAll(/ id="(\w+)"/g)].map((match) => match[1]));
      for (const [, wanted] of svg.matchAll(/(?:url\(|href=")#(\w+)/g)) expect(names).toContain(wanted);
    }
  });

  test('are the same every time, and differ from pin to pin', () => {
    const all = CATALOGUE.map(({ id, category }) => artwork(id, category));
    expect(CATALOGUE.map(({ id, category }) => artwork(id, category))).toEqual(all);
    expect(new Set(all).size).toBe(CATALOGUE.length);
  });

  test('a pin shows its dominant colour', () => {
    for (const { id, category, color } of CATALOGUE) {
      expect(dominantColor(id, category)).toBe(color);
    }
  });
});
