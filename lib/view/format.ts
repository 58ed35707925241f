const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const share = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** A count in full: `1,204,882`. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** `1 repin`, `1,240 repins`. */
export function formatMany(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A count where room is short: `1.2M`. In full below 10,000. */
export function formatShort(count: number): string {
  return count < 10_000 ? whole.format(count) : short.format(count);
}

/** A count beside others of its kind: in full below a million, `2.59M` above. */
export function formatTally(count: number): string {
  return count < 1_000_000 ? whole.format(count) : short.format(count);
}

/** Events per second: one decimal below ten, whole above; zero is `0`. */
export function formatRate(perSecond: number): string {
  return perSecond === 0 || perSecond >= 9.95 ? whole.format(perSecond) : tenth.format(perSecond);
}

/** A part of a whole: `3.4%`; of nothing, `0%`. Never rounds a loss away: above zero it is at least `<0.1%`. */
export function formatShare(part: number, of: number): string {
  if (of <= 0 || part <= 0) return '0%';
  return part / of < 0.001 ? '<0.1%' : share.format(part / of);
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** How long ago, in one unit: `0.4 s` below ten seconds, then `12 s`, `3 min`, `5 h`, `2 d`. Negative counts as 0. */
export function formatAge(ms: number): string {
  const age = Math.max(0, ms);
  if (age < 9_950) return `${tenth.format(age / 1_000)} s`;
  if (age < 10_000) return '10 s';
  for (const [unit, name] of UNITS) if (age >= unit) return `${whole.format(Math.floor(age / unit))} ${name}`;
  return '0.0 s';
}

/** The same in whole seconds and in words: `now` below two seconds. For lists, where a decimal would flicker. */
export function formatAgo(ms: number): string {
  if (ms < 2_000) return 'now';
  return ms < 9_950 ? `${Math.floor(ms / 1_000)} s` : formatAge(ms);
}

/** `09:05`, in the viewer's own time. `at`: epoch ms. */
export function formatTimeOfDay(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
