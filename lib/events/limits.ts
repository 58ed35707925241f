/** Limits of the event format (docs/events.md). Lengths of ids are UTF-8 bytes, since ids are stored as bytes. */
export const LIMITS = {
  /** One encoded event. */
  eventBytes: 256 * 1024,
  idBytes: 255,
  sourceBytes: 255,
  userIdBytes: 128,
  pinIdBytes: 128,
  boardIdBytes: 128,
  /** Characters (UTF-16 units) from here on. */
  ipChars: 255,
  textChars: 10_000,
  titleChars: 1_000,
  descriptionChars: 5_000,
  urlChars: 2_048,
  boardNameChars: 500,
  categoryChars: 100,
  cityChars: 200,
  regionChars: 200,
  /** 2000-01-01: an earlier `ts` is a unit mistake (seconds) or a broken clock. */
  tsMin: 946_684_800_000,
  /** 2100-01-01: the bound where the record carries no timestamp. */
  tsMax: 4_102_444_800_000,
  /** How far `ts` may lie after the record's own timestamp. */
  tsAheadMs: 24 * 3_600_000,
} as const;
