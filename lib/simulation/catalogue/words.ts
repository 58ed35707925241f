/** A board or a sentence, and the pins it fits: those whose title holds a word that begins like one of the topics. */
export type Fitting = {
  readonly text: string;
  /** Lower case. Empty: it fits all pins of the category. */
  readonly topics: readonly string[];
};

/** What the pins of a category are made of, as people write it. */
export type Words = {
  readonly titles: readonly string[];
  /** What people write below a pin. */
  readonly notes: readonly Fitting[];
  readonly boards: readonly Fitting[];
};

const lines = (text: string): readonly string[] => text.trim().split('\n');

const fitting = (text: string): readonly Fitting[] =>
  lines(text).map((line) => {
    const [first = '', topics] = line.split(' | ');
    return { text: first, topics: topics === undefined ? [] : topics.split('|') };
  });

/** One entry a line; a note or a board may be followed by its topics: `Soup season | soup|ramen`. */
export function words(text: Readonly<Record<keyof Words, string>>): Words {
  return { titles: lines(text.titles), notes: fitting(text.notes), boards: fitting(text.boards) };
}

/** The numbers of the entries that fit a title. */
export function fittingOnes(title: string, entries: readonly Fitting[]): readonly number[] {
  const named = ` ${title.toLowerCase().replace(/[^\p{L}\d'-]+/gu, ' ')}`;
  return entries.flatMap(({ topics }, index) =>
    topics.length === 0 || topics.some((topic) => named.includes(` ${topic}`)) ? [index] : [],
  );
}
