import { describe, expect, test } from 'vitest';
import type { Card, Health } from '../../lib/live/protocol';
import { type Filter, isNarrowed, NO_FILTER } from '../../lib/view/filter';
import { html, words } from '../testing';
import { Attribution } from './attribution';
import { FallbackNote } from './fallback-note';
import { FeedRow } from './feed-row';
import { FilterBar } from './filter-bar';
import { HealthCorner, type HealthCornerProps } from './health-corner';
import { HeatScale } from './heat-scale';
import { RollingNumber } from './rolling-number';
import { RoomFields } from './room-fields';
import { StateNotice } from './state-notice';
import { Tallies } from './tallies';
import { TopLists } from './top-lists';
import { TypeLegend } from './type-legend';

const CARD: Card = {
  handle: '1:2:3',
  type: 'repin',
  ts: 1_790_000_000_000,
  place: { lat: 45.7, lng: 4.8, country: 'FR', region: '', city: 'Lyon', accuracyKm: 20, precision: 'city' },
  pinId: 'p1',
  title: 'A reading nook',
  imageUrl: '/art/p1.svg',
  link: 'https://example.com/nook',
  color: '#aabbcc',
  category: 'home',
  boardName: null,
};
const row = (change: Partial<Card>, imageHosts: readonly string[] = []) => (
  <FeedRow
    card={{ ...CARD, ...change }}
    index={2}
    now={CARD.ts + 12_000}
    imageHosts={imageHosts}
    onCard={() => {}}
  />
);

describe('a feed row', () => {
  test('tells title, place and age', () => {
    expect(words(row({}))).toBe('A reading nook Repinned from Lyon, France 12 s');
  });

  test('shows its picture without telling the host who looks', () => {
    expect(html(row({}))).toMatch(/<img [^>]*src="\/art\/p1\.svg"[^>]*referrerPolicy="no-referrer"/);
    expect(html(row({}))).toContain('loading="lazy"');
  });

  test('keeps a title text', () => {
    expect(html(row({ title: '<img src=x onerror=alert(1)>' }))).toContain(
      '&lt;img src=x onerror=alert(1)&gt;',
    );
  });

  test.each([
    ['a foreign host', 'https://evil.example/p.jpg', [], false],
    ['a host that was named', 'https://img.example/p.jpg', ['img.example'], true],
    ['nowhere', null, [], false],
  ])('loads a picture from %s: %s', (_name, imageUrl, hosts, loaded) => {
    expect(html(row({ imageUrl }, hosts)).includes('<img')).toBe(loaded);
  });

  test('has the dominant colour stand in for the picture, and nothing else in its style', () => {
    expect(html(row({ imageUrl: null }))).toContain('style="background-color:#aabbcc"');
    expect(html(row({ color: 'red;background:url(//evil.example)' }))).not.toContain('background');
  });

  test('says so when title or place are unknown', () => {
    expect(words(row({ title: null, place: null }))).toContain('A pin in home');
    expect(words(row({ title: null, place: null }))).toContain('Unknown place');
  });
});

describe('panels', () => {
  test('a rolling number reads as its text alone', () => {
    expect(words(<RollingNumber text="1,482" testId="n" />)).toBe('1,482');
  });

  test('the legend says which types are shown', () => {
    const totals = { pin: 2, repin: 1_204_882, comment: 3, login: 4, unlocatedRepins: 0 };
    const legend = html(
      <TypeLegend started totals={totals} hidden={new Set(['login'])} onToggle={() => {}} />,
    );
    expect(legend.match(/aria-pressed="true"/g)).toHaveLength(3);
    expect(legend).toContain('data-testid="total-repins">1,204,882<');
  });

  test('top places name a country-level guess as such', () => {
    const place = { ...CARD.place, city: '', precision: 'country', country: 'DE' } as const;
    const text = words(
      <TopLists
        started
        topPlaces={[{ place: { ...place, lat: 51, lng: 9, region: '', accuracyKm: 500 }, count: 7 }]}
        topCountries={[]}
        topCategories={[]}
        since={null}
        limit={5}
        pins={() => null}
        onPlace={() => {}}
      />,
    );
    expect(text).toContain('Somewhere in Germany 7');
  });

  const bar = (change: Partial<Filter>, unsorted = 0) => {
    const filter = { ...NO_FILTER, ...change };
    const narrowed = isNarrowed(filter) ? { unsorted } : null;
    return (
      <FilterBar
        filter={filter}
        categories={['food']}
        countries={['SE', 'AT']}
        narrowed={narrowed}
        onChange={() => {}}
      />
    );
  };

  test('the fields for keyword and board hold what is looked through, and say when there is no room for it', () => {
    const fields = (refused: boolean) => (
      <RoomFields board="Sweets" keywords="apple pie" refused={refused} onChange={() => {}} />
    );
    expect(html(fields(false))).toMatch(/Keywords.*value="apple pie".*Board.*value="Sweets"/);
    expect(words(fields(false))).not.toContain('No room');
    expect(words(fields(true))).toContain('No room for this filter now');
    expect(html(bar({ keywords: 'apple pie' }))).toContain('Show all');
    expect(html(bar({}))).not.toContain('Show all');
  });

  test('the filter offers what was seen, by name, and what the address asks for', () => {
    expect(words(bar({}))).toBe('Category Category Food Country Country Austria Sweden');
    expect(html(bar({ categories: ['art'] }))).toContain('<option value="art" selected="">Art</option>');
    expect(words(bar({ countries: ['AT', 'FR'] }))).toContain(
      'Country Austria, France Austria France Sweden',
    );
  });

  test('the filter can be left, and says what it could not sort', () => {
    expect(words(bar({}))).not.toContain('Show all');
    expect(words(bar({ categories: ['food'] }))).toMatch(/Show all$/);
    expect(words(bar({ countries: ['SE'] }, 1_200))).toMatch(/Show all 1,200 of unknown country left out$/);
  });

  test.each([
    [1, 26, 'Heat repins, halved every minute 2 6 18'],
    [10, 0, 'Heat repins, halved every 10 min 2 6'],
    [60, 170, 'Heat repins, halved every 60 min 2 6 18 54 162'],
  ])('the heat of half-life %i min with a hottest place of %i reads "%3$s"', (minutes, hottest, text) => {
    expect(words(<HeatScale hottest={hottest} halfLifeMs={minutes * 60_000} />)).toBe(text);
  });

  const at = { time: '14:05', hour: false, today: false };
  test.each([
    ['in full', {}, 'Last minute 31 Last hour 1,800 Today 43,210'],
    ['of an unknown day', { today: null }, 'Last minute 31 Last hour 1,800 Today –'],
    ['since before midnight', { since: at }, 'Last minute 31 Last hour 1,800 Today 43,210'],
    ['since today', { since: { ...at, today: true } }, 'Last minute 31 Last hour 1,800 Since 14:05 43,210'],
    [
      'since within the hour',
      { since: { ...at, hour: true, today: true } },
      'Last minute 31 Since 14:05 1,800',
    ],
    ['before anything is known', { started: false }, 'Last minute – Last hour – Today –'],
  ])('tallies %s', (_name, change, text) => {
    const props = { started: true, lastMinute: 31, lastHour: 1_800, today: 43_210 };
    expect(words(<Tallies {...props} {...change} />)).toBe(text);
  });

  const HEALTH: Health = {
    duplicates: 12,
    filtered: 0,
    deadLetters: 0,
    lostBeforeRead: 0,
    database: 'up',
    liveLog: 'up',
    catchingUp: false,
  };
  const CORNER: HealthCornerProps = {
    dataAgeMs: 400,
    old: false,
    roundTripMs: 3.2,
    streamed: false,
    repins: 1_000,
    unlocatedRepins: 34,
    folded: 0,
    late: 0,
    running: { source: 'simulated', store: 'embedded', liveLog: 'embedded' },
    health: HEALTH,
  };

  test('health says by which way frames come when WebSockets are blocked', () => {
    expect(words(<HealthCorner {...CORNER} />)).not.toContain('HTTP');
    expect(words(<HealthCorner {...CORNER} streamed />)).toContain('by HTTP stream');
  });

  test('health shows age, latency, and what is not in the picture', () => {
    expect(words(<HealthCorner {...CORNER} />)).toBe(
      'Simulated events embedded SQL embedded live log data age 0.4 s round trip 3 ms no place 3.4% folded 0 dropped 0 duplicates 12',
    );
  });

  test('health shows losses, and real sources by name', () => {
    const text = words(
      <HealthCorner
        {...CORNER}
        folded={8}
        running={{ source: 'kafka', store: 'singlestore', liveLog: 'kafka' }}
        late={3}
        health={{ ...HEALTH, lostBeforeRead: 5, deadLetters: 2, filtered: 40 }}
      />,
    );
    expect(text).toContain('Kafka SingleStore Kafka live log');
    expect(text).toContain('folded 8 dropped 47 filtered 40 refused 2 lost 5 late 3 duplicates 12');
    expect(text).not.toContain('Simulated');
  });

  test('the state carries its connection and its tone', () => {
    const notice = html(
      <StateNotice state={{ tone: 'warn', word: 'Behind', text: 'Behind by 42 s.' }} connection="live" />,
    );
    expect(notice).toContain('data-state="live"');
    expect(notice).toContain('data-tone="warn"');
  });

  test.each([
    ['webgl', ''],
    ['loading', ''],
    ['fallback', 'Shown as a flat map: no WebGL.'],
  ])('in the state %s the note says "%s"', (state, text) => {
    expect(words(<FallbackNote state={state} detail="no WebGL" />)).toBe(text);
  });

  test('the licences’ lines are there', () => {
    expect(words(<Attribution />)).toContain(
      'This product includes GeoLite2 data created by MaxMind, available from https://www.maxmind.com',
    );
  });
});
