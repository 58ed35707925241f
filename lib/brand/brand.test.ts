import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Brand, brandProperties, brandSheet, findFault, GROUND, INK, NO_BRAND } from './brand';
import { contrast, type Hex, isHex, mix } from './colour';

const dark = (colours: Brand['dark']): Brand => ({ dark: colours, light: {} });

describe('contrast', () => {
  test.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#000000', 21],
    ['#777777', '#ffffff', 4.48],
    ['#ff4d5e', '#ff4d5e', 1],
  ] as const)('of %s and %s is %d', (a, b, ratio) => {
    expect(contrast(a, b)).toBeCloseTo(ratio, 2);
  });

  test('colours mix by channels', () => {
    expect(mix('#000000', '#ff8000', 0.5)).toBe('#804000');
    expect([isHex('#ff4d5e'), isHex('ff4d5e'), isHex('#f45'), isHex('red')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a brand', () => {
  test('of no colours is an empty sheet', () => {
    expect(brandSheet(NO_BRAND)).toBe('');
    expect(findFault(NO_BRAND)).toBeNull();
  });

  test('of one accent colours dark and light looks, the light one as dark as paper needs', () => {
    const brand = dark({ repin: '#00d084' });
    expect(brandProperties(brand, 'dark')).toMatchObject({ repin: '#00d084', 'heat-high': '#00d084' });
    const { repin } = brandProperties(brand, 'light');
    expect(contrast(repin as Hex, GROUND.light)).toBeGreaterThanOrEqual(4.5);
    expect(findFault(brand)).toBeNull();
    expect(brandSheet(brand)).toMatch(
      /:root:root:not\(\[data-theme="light"\]\) \{\n {2}--repin: #00d084;[\s\S]*\[data-theme="light"\] \{\n {2}--repin: #/,
    );
  });

  test('of a ground leaves a see-through page see-through', () => {
    const sheet = brandSheet(dark({ space: '#101418' }));
    expect(sheet.match(/--space/g)).toHaveLength(1);
    expect(sheet).toContain(
      ':root:root:not([data-theme="light"], [data-theme="transparent"]) {\n  --space: #101418;',
    );
  });

  test.each([
    ['a sign as dark as the ground', dark({ repin: '#141821' }), { what: 'repin', look: 'dark' }],
    ['a sign as light as paper', { dark: {}, light: { pin: '#ffd27a' } }, { what: 'pin', look: 'light' }],
    [
      'a ground on which the faintest text is lost',
      dark({ space: '#2b3550' }),
      { what: 'space', look: 'dark' },
    ],
    [
      'a sign that the given ground swallows',
      dark({ space: '#1c2030', comment: '#474e6a' }),
      { what: 'comment', look: 'dark', against: '#1c2030' },
    ],
  ] as const)('with %s has a fault', (_name, brand, fault) => {
    expect(findFault(brand)).toMatchObject(fault);
  });

  test('knows the page’s own grounds and inks', () => {
    const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
    const themes = { dark: /:root \{[^}]*\}/, light: /:root\[data-theme="light"\] \{[^}]*\}/ };
    for (const look of ['dark', 'light'] as const) {
      const block = themes[look].exec(css)?.[0];
      expect(block).toContain(`--space: ${GROUND[look]};`);
      expect(block).toContain(`--ink: ${INK[look].hex};`);
      const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(INK[look].hex.slice(at, at + 2), 16));
      expect(block).toContain(`--ink-3: rgb(${red} ${green} ${blue} / ${INK[look].faintest * 100}%);`);
    }
  });
});
