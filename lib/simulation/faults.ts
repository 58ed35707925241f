import type { Random } from './random';

/** Ways in which producers get an event wrong, each refused by the decoder for another reason. */
const FAULTS: readonly ((json: string) => string)[] = [
  (json) => json.slice(0, Math.floor(json.length / 2)),
  (json) => `[${json}]`,
  (json) => json.replace(/"type":"\w+"/, '"type":"like"'),
  (json) => json.replace(/"type":"\w+",/, ''),
  (json) => json.replace(/"ts":(\d+)\d{3}/, '"ts":$1'),
  (json) => json.replace(/"ts":(\d+)/, '"ts":"$1"'),
];

/** The event as a broken producer would send it. */
export function malform(json: string, random: Random): string {
  return random.pick(FAULTS)(json);
}
