import { randomUUID } from 'node:crypto';
import { decodeEvent } from '../../lib/events/decode';
import type { EventSink, OutgoingEvent } from '../ingest/event-sink';
import { type Answer, failure, json } from './answer';
import { bearsKey } from './bearer';

export type CollectorOptions = {
  readonly sink: EventSink;
  /** null: none is configured. */
  readonly apiKey: string | null;
  /** True in the demo on the loopback: no key is asked for. */
  readonly open: boolean;
  readonly now: () => number;
  /** How long the sink may take before the sender is told to try again. */
  readonly timeoutMs: number;
};

export const MAX_BODY_BYTES = 1 << 20;
const MAX_EVENTS = 1_000;

type EventAnswer =
  | { readonly index: number; readonly id: string; readonly status: 'accepted' }
  | {
      readonly index: number;
      readonly id: string | null;
      readonly status: 'refused';
      readonly field: string | null;
      readonly reason: string;
    };

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only an event without an id needs its coordinates, and here each has one. */
const NOWHERE = { topic: 'request', partition: 0, epoch: 0, offset: 0 };

/** What stands for one event in the body: a parsed value, or why it is none. */
type Item = { readonly value: unknown } | { readonly broken: string };

/** null for bytes that are no UTF-8: to replace them would be to alter what somebody wrote. */
function readText(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

/** One event, an array of events, or NDJSON. */
function readItems(text: string, contentType: string): readonly Item[] | { readonly refused: string } {
  if (/ndjson|jsonl|json-seq/i.test(contentType)) return readLines(text);
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map((item: unknown) => ({ value: item })) : [{ value }];
  } catch {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.length > 1 ? readLines(text) : { refused: 'the body is not valid JSON' };
  }
}

function readLines(text: string): readonly Item[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      try {
        return { value: JSON.parse(line) as unknown };
      } catch {
        return { broken: 'the line is not valid JSON' };
      }
    });
}

/** null when it is nested deeper than the stack: the parser keeps no stack, the writer does. */
function writeJson(value: Json): Buffer | null {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** `POST /api/events`: validates with the decoder that the pipeline uses, and answers for each event. */
export class Collector {
  readonly #options: CollectorOptions;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** null when the request may go on. */
  refuseKey(authorization: string | undefined): Answer | null {
    const { apiKey, open } = this.#options;
    if (apiKey === null)
      return open ? null : failure(403, 'is closed: set API_KEY on the server to open it', 'API_KEY');
    return bearsKey(authorization, apiKey)
      ? null
      : failure(401, 'is missing or wrong: send "Bearer" and the key', 'authorization', {
          'www-authenticate': 'Bearer',
        });
  }

  async collect(body: Buffer, contentType: string): Promise<Answer> {
    const text = readText(body);
    if (text === null) return failure(400, 'is not valid UTF-8', 'body');
    const items = readItems(text, contentType);
    if ('refused' in items) return failure(400, items.refused, 'body');
    if (items.length === 0) return failure(400, 'holds no event', 'body');
    if (items.length > MAX_EVENTS) return failure(413, `holds more than ${MAX_EVENTS} events`, 'body');
    const outgoing: OutgoingEvent[] = [];
    const answers = items.map((item, index) => this.#examine(item, index, outgoing));
    if (outgoing.length > 0) {
      try {
        await this.#append(outgoing);
      } catch (error) {
        const reason = `not accepted: ${(error as Error).message}; send it again, with the ids given here`;
        return json(
          503,
          { error: { reason }, events: answers.map(({ index, id }) => ({ index, id })) },
          { 'retry-after': '2' },
        );
      }
    }
    const status = outgoing.length === 0 ? 400 : outgoing.length < items.length ? 207 : 202;
    return json(status, {
      accepted: outgoing.length,
      refused: items.length - outgoing.length,
      events: answers,
    });
  }

  #examine(item: Item, index: number, outgoing: OutgoingEvent[]): EventAnswer {
    if ('broken' in item) return { index, id: null, status: 'refused', field: null, reason: item.broken };
    if (!isObject(item.value))
      return { index, id: null, status: 'refused', field: null, reason: 'is not a JSON object' };
    const enveloped = typeof item.value.specversion === 'string';
    const given = enveloped
      ? item.value
      : { ...item.value, id: item.value.id || randomUUID(), ts: item.value.ts ?? this.#options.now() };
    const value = writeJson(given);
    if (value === null)
      return { index, id: null, status: 'refused', field: null, reason: 'is nested too deeply' };
    const result = decodeEvent({ value, headers: {}, timestamp: this.#options.now() }, NOWHERE);
    const id = typeof given.id === 'string' ? given.id : null;
    if (!result.ok) return { index, id, status: 'refused', field: result.field, reason: result.detail };
    outgoing.push({ key: result.event.pinId ?? result.event.userId, value });
    return { index, id: result.event.id, status: 'accepted' };
  }

  async #append(events: readonly OutgoingEvent[]): Promise<void> {
    const { sink, timeoutMs } = this.#options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), timeoutMs);
    });
    const appended = sink.append(events);
    // After the time-out nobody waits for it any more.
    appended.catch(() => {});
    try {
      await Promise.race([appended, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
