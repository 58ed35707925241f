import { formatCount } from '../../lib/view/format';
import { countryName } from '../../lib/view/place-name';
import type { Moment } from './moment-queue';

/** `First repin ever from` over `Iceland`; `Repins in all` over `1,000,000`. */
export function momentWords(moment: Moment): { readonly label: string; readonly text: string } {
  if (moment.kind === 'milestone') return { label: 'Repins in all', text: formatCount(moment.repins) };
  const names = moment.places.map(({ country }) => countryName(country));
  const [first = '', second = ''] = names;
  if (names.length === 1) return { label: 'First repin ever from', text: first };
  const more = names.length - 1;
  return {
    label: 'First repins ever from',
    text: more > 1 ? `${first} and ${formatCount(more)} more` : `${first} and ${second}`,
  };
}
