/** A board and which pins go onto it: those whose title holds one of the words, or all where there are none. */
export type BoardWords = { readonly name: string; readonly topics: readonly string[] };

/** What the pins of a category are made of, as people write it. */
export type Words = {
  readonly titles: readonly string[];
  /** Sentences that fit any pin of the category. */
  readonly notes: readonly string[];
  readonly boards: readonly BoardWords[];
};

const lines = (text: string): readonly string[] => text.trim().split('\n');

/** One entry a line; a board may be followed by the words of its pins: `Soup season: soup|ramen`. */
export function words(text: Readonly<Record<keyof Words, string>>): Words {
  return {
    titles: lines(text.titles),
    notes: lines(text.notes),
    boards: lines(text.boards).map((line) => {
      const [name = '', topics] = line.split(': ');
      return { name, topics: topics === undefined ? [] : topics.split('|') };
    }),
  };
}
