import type { KafkaLog } from '../../server/kafka/connection';

/** A log that keeps its lines, for tests that read them. */
export class KeptLog implements KafkaLog {
  readonly lines: string[] = [];
  debug(text: string): void {
    this.lines.push(`debug ${text}`);
  }
  info(text: string): void {
    this.lines.push(`info ${text}`);
  }
  warn(text: string): void {
    this.lines.push(`warn ${text}`);
  }
  error(text: string): void {
    this.lines.push(`error ${text}`);
  }
}
