/** What a tier of quality draws. */
export type Quality = {
  /** Device pixels per CSS pixel, at most. */
  readonly maxPixelRatio: number;
  readonly stars: boolean;
  /** The heat is brought up to date so often, ms. */
  readonly heatEveryMs: number;
  /** Live rings; above half of it events begin to join the rings beside them. */
  readonly ringBudget: number;
  /** Shortest interval between frames, ms; 0: as the display. */
  readonly paceMs: number;
};

const THIRTY_A_SECOND_MS = 1000 / 30;

/** Best first. All draw the whole Earth: with fewer dots its lattice would fall into stripes. */
export const QUALITIES: readonly Quality[] = [
  { maxPixelRatio: 2, stars: true, heatEveryMs: 400, ringBudget: 4_000, paceMs: 0 },
  { maxPixelRatio: 1.5, stars: true, heatEveryMs: 400, ringBudget: 3_500, paceMs: 0 },
  { maxPixelRatio: 1, stars: true, heatEveryMs: 700, ringBudget: 3_000, paceMs: 0 },
  { maxPixelRatio: 0.75, stars: false, heatEveryMs: 1_000, ringBudget: 2_500, paceMs: 0 },
  {
    maxPixelRatio: 0.75,
    stars: false,
    heatEveryMs: 1_000,
    ringBudget: 2_000,
    paceMs: THIRTY_A_SECOND_MS,
  },
];
export const LOWEST_QUALITY = QUALITIES.length - 1;

/** The best one's settings for a number that is none. */
export function qualityOf(tier: number): Quality {
  return QUALITIES[tier] ?? (QUALITIES[0] as Quality);
}

/** The tier that an address asks for (`?quality=2`, for walls and tests); null: the governor chooses. */
export function parseQuality(search: string): number | null {
  const text = new URLSearchParams(search).get('quality') ?? '';
  return /^\d$/.test(text) && Number(text) <= LOWEST_QUALITY ? Number(text) : null;
}
