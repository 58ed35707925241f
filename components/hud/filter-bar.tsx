import type { ReactNode } from 'react';
import { EVERYTHING } from '../../lib/live/room-filter';
import { categoryName, type Filter, isFiltered } from '../../lib/view/filter';
import { formatCount } from '../../lib/view/format';
import { countryName } from '../../lib/view/place-name';

export type FilterBarProps = {
  readonly filter: Filter;
  /** What was seen so far. */
  readonly categories: readonly string[];
  readonly countries: readonly string[];
  /** While something is left out: how many could not be sorted. */
  readonly narrowed: { readonly unsorted: number } | null;
  readonly onChange: (filter: Filter) => void;
  /** More fields; they may come later, their place is kept. */
  readonly children?: ReactNode;
};

/** Which categories and countries are shown. It stands in the address, so that a view can be shared. */
export function FilterBar({ filter, categories, countries, narrowed, onChange, children }: FilterBarProps) {
  return (
    <section className="filter-bar" aria-label="Filter">
      <div className="filter-fields">{children}</div>
      <div className="filter-choices">
        <Choice
          label="Category"
          chosen={filter.categories}
          known={categories}
          name={categoryName}
          onChoose={(chosen) => onChange({ ...filter, categories: chosen })}
        />
        <Choice
          label="Country"
          chosen={filter.countries}
          known={countries}
          name={countryName}
          onChoose={(chosen) => onChange({ ...filter, countries: chosen })}
        />
      </div>
      {isFiltered(filter) && (
        <button
          type="button"
          className="filter-clear"
          onClick={() => onChange({ ...filter, ...EVERYTHING, categories: [], countries: [] })}
        >
          Show all
        </button>
      )}
      {narrowed && narrowed.unsorted > 0 && (
        <p className="filter-note">{formatCount(narrowed.unsorted)} of unknown country left out</p>
      )}
    </section>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly chosen: readonly string[];
  readonly known: readonly string[];
  readonly name: (key: string) => string;
  readonly onChoose: (chosen: readonly string[]) => void;
};

/** One of what is known, or all. An address may name several: those are one more choice, as they are. */
function Choice({ label, chosen, known, name, onChoose }: ChoiceProps) {
  const keys = [...new Set([...known, ...chosen])].map((key) => [key, name(key)] as const);
  keys.sort(([, a], [, b]) => a.localeCompare(b));
  const several = chosen.length > 1 ? chosen.join(',') : null;
  return (
    <label className="filter-choice" data-chosen={chosen.length > 0}>
      <span className="sr-only">{label}</span>
      <select
        value={several ?? chosen[0] ?? ''}
        onChange={({ target }) => onChoose(target.value === '' ? [] : target.value.split(','))}
      >
        <option value="">{label}</option>
        {several !== null && <option value={several}>{chosen.map(name).join(', ')}</option>}
        {keys.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
