import type { Message } from 'kafkajs';

/** A broker takes batches of 1,048,588 bytes by default. */
const MAX_BYTES = 900 * 1024;
const MAX_MESSAGES = 10_000;
/** What a record needs around key, value and headers, generously. */
const RECORD_BYTES = 40;

/** Cuts messages, in order, into sends that fit into one batch even if all go to one partition. */
export function* sendsOf(messages: readonly Message[]): Generator<Message[]> {
  let send: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (send.length > 0 && (send.length >= MAX_MESSAGES || bytes + size > MAX_BYTES)) {
      yield send;
      send = [];
      bytes = 0;
    }
    send.push(message);
    bytes += size;
  }
  if (send.length > 0) yield send;
}

function sizeOf({ key, value, headers = {} }: Message): number {
  let bytes = RECORD_BYTES + Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? '');
  for (const [name, header] of Object.entries(headers))
    bytes += name.length + (Array.isArray(header) ? 0 : Buffer.byteLength(header ?? '')) + 8;
  return bytes;
}
