'use client';
import type { RoomFilter } from '../../lib/live/room-filter';

export type RoomFieldsProps = RoomFilter & {
  /** The server has no room for them. */
  readonly refused: boolean;
  readonly onChange: (room: RoomFilter) => void;
};

/** What the server sorts out: words of a pin's title, a board. Enter applies, Escape clears. */
export function RoomFields({ board, keywords, refused, onChange }: RoomFieldsProps) {
  return (
    <>
      <Field label="Keywords" value={keywords} onApply={(text) => onChange({ board, keywords: text })} />
      <Field label="Board" value={board} onApply={(text) => onChange({ board: text, keywords })} />
      {refused && (
        <p className="filter-refused" role="status">
          No room for this filter now. It is tried again by itself, or show all.
        </p>
      )}
    </>
  );
}

type FieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onApply: (text: string) => void;
};

function Field({ label, value, onApply }: FieldProps) {
  const apply = (text: string) => {
    const tidied = text.trim().replace(/\s+/g, ' ');
    if (tidied !== value) onApply(tidied);
  };
  return (
    <label className="filter-choice filter-field" data-chosen={value !== ''}>
      <span className="sr-only">{label}</span>
      {/* The address may change it: another value is another field. */}
      <input
        key={value}
        type="text"
        defaultValue={value}
        placeholder={label}
        maxLength={80}
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        onKeyDown={({ key, currentTarget, nativeEvent }) => {
          if (key === 'Enter' && !nativeEvent.isComposing) apply(currentTarget.value);
          if (key !== 'Escape') return;
          currentTarget.value = '';
          apply('');
        }}
        onBlur={({ currentTarget }) => apply(currentTarget.value)}
      />
    </label>
  );
}
