/** Share of people who are on their phones by local hour, 0 to 23: quiet at 4, a bump at noon, most at 20 to 22. */
const ACTIVITY = [
  0.36, 0.2, 0.11, 0.07, 0.06, 0.09, 0.2, 0.36, 0.46, 0.5, 0.53, 0.58, 0.64, 0.6, 0.55, 0.55, 0.59, 0.66,
  0.76, 0.89, 1, 1, 0.88, 0.62,
] as const;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Local hour with its fraction, 0 ≤ hour < 24. `at`: epoch ms; `timeZone`: IANA name. */
export function localHour(at: number, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    clocks.set(timeZone, clock);
  }
  const [hour = 0, minute = 0] = clock.format(at).split(':').map(Number);
  return (hour % 24) + minute / 60;
}

/** How active people are at a local hour, 0.06 to 1; between the full hours in a straight line. */
export function activityAt(hour: number): number {
  const floor = Math.floor(hour) % 24;
  const [from = 0, to = 0] = [ACTIVITY[floor], ACTIVITY[(floor + 1) % 24]];
  return from + (to - from) * (hour - Math.floor(hour));
}
