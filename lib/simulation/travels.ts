import { REGIONS, type Region } from './countries';

/** How long a trend takes from one region to the next, in seconds: near ones and those that share a language. */
const WAYS: readonly (readonly [Region, Region, number])[] = [
  ['north-america', 'british-isles', 40],
  ['north-america', 'mexico-caribbean', 25],
  ['north-america', 'oceania', 60],
  ['north-america', 'brazil', 70],
  ['north-america', 'western-europe', 60],
  ['north-america', 'japan-korea', 80],
  ['north-america', 'southeast-asia', 90],
  ['mexico-caribbean', 'andes', 25],
  ['mexico-caribbean', 'iberia', 50],
  ['mexico-caribbean', 'southern-cone', 45],
  ['andes', 'southern-cone', 30],
  ['andes', 'brazil', 40],
  ['brazil', 'southern-cone', 30],
  ['brazil', 'iberia', 45],
  ['british-isles', 'western-europe', 30],
  ['british-isles', 'nordics', 30],
  ['british-isles', 'oceania', 50],
  ['british-isles', 'south-asia', 70],
  ['british-isles', 'south-east-africa', 60],
  ['british-isles', 'west-africa', 60],
  ['british-isles', 'central-europe', 35],
  ['western-europe', 'iberia', 30],
  ['western-europe', 'central-europe', 25],
  ['western-europe', 'italy-balkans', 30],
  ['western-europe', 'north-africa', 45],
  ['western-europe', 'west-africa', 50],
  ['iberia', 'italy-balkans', 35],
  ['central-europe', 'nordics', 30],
  ['central-europe', 'italy-balkans', 30],
  ['central-europe', 'eastern-europe', 35],
  ['central-europe', 'turkey-levant', 50],
  ['nordics', 'eastern-europe', 45],
  ['italy-balkans', 'turkey-levant', 40],
  ['turkey-levant', 'gulf', 35],
  ['turkey-levant', 'north-africa', 45],
  ['turkey-levant', 'central-asia', 60],
  ['gulf', 'north-africa', 35],
  ['gulf', 'south-asia', 40],
  ['eastern-europe', 'central-asia', 45],
  ['west-africa', 'south-east-africa', 45],
  ['west-africa', 'north-africa', 55],
  ['south-asia', 'southeast-asia', 45],
  ['southeast-asia', 'china', 40],
  ['southeast-asia', 'japan-korea', 40],
  ['southeast-asia', 'oceania', 45],
  ['china', 'japan-korea', 35],
  ['china', 'central-asia', 70],
];

function shortestWays(): readonly (readonly number[])[] {
  const ways = REGIONS.map((from) => REGIONS.map((to) => (from === to ? 0 : Number.POSITIVE_INFINITY)));
  const set = (from: number, to: number, seconds: number) => {
    const row = ways[from];
    if (row && seconds < (row[to] ?? 0)) row[to] = seconds;
  };
  const at = (from: number, to: number) => ways[from]?.[to] ?? Number.POSITIVE_INFINITY;
  for (const [from, to, seconds] of WAYS) {
    set(REGIONS.indexOf(from), REGIONS.indexOf(to), seconds);
    set(REGIONS.indexOf(to), REGIONS.indexOf(from), seconds);
  }
  for (const over of REGIONS.keys())
    for (const from of REGIONS.keys())
      for (const to of REGIONS.keys()) set(from, to, at(from, over) + at(over, to));
  return ways;
}

/** Seconds that a trend takes from region to region, by their numbers in `REGIONS`. */
export const TRAVEL_S: readonly (readonly number[])[] = shortestWays();
