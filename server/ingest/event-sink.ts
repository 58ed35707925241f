/** An event on its way in: `value` is flat JSON (docs/events.md); `key` orders it (its pin id, else its user id). */
export type OutgoingEvent = { readonly key: string | null; readonly value: Uint8Array };

/** Where the collector and `npm run simulate` put events. */
export interface EventSink {
  /** Resolves once every event is safe: acks=all where it goes through Kafka, the commit where it does not. All or nothing is not promised: a rejection means "not known", and the ids make a second try harmless. */
  append(events: readonly OutgoingEvent[]): Promise<void>;
  describe(): string;
}
