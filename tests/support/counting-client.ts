import { createLiveClient, type LiveClient, type LiveClientOptions } from '../../lib/live/client/live-client';
import type { LiveStatus } from '../../lib/live/client/live-status';
import { formatCursor } from '../../lib/live/cursor';
import type { Totals } from '../../lib/live/protocol';

/** Our own client, and what came over it: located repins by the name of their city, since the last picture. */
export class CountingClient {
  readonly client: LiveClient;
  readonly drawn = new Map<string, number>();
  snapshots = 0;
  totals: Totals | null = null;
  /** Repins that the picture had counted already. */
  begunAt = 0;
  frames = 0;
  /** Of each frame since then where it ended, and how many records it had. */
  readonly texts: { readonly to: string; readonly records: number; readonly seeds: string }[] = [];
  status: LiveStatus | null = null;
  /** Every transport and state that there was, in order. */
  readonly history: string[] = [];

  constructor(url: string, options: LiveClientOptions = {}) {
    this.client = createLiveClient(url, options);
    this.client.onSnapshot(({ totals }) => {
      this.snapshots++;
      this.totals = totals;
      this.begunAt = totals.repin;
      this.drawn.clear();
    });
    this.client.onFrame(({ totals, records, book, to }) => {
      this.frames++;
      const seeds = records.map(({ seed }) => seed).join(' ');
      this.texts.push({ to: formatCursor(to), records: records.length, seeds });
      this.totals = totals;
      for (const { type, place, count } of records) {
        const city = book.places[place]?.city ?? '';
        if (type === 'repin') this.drawn.set(city, (this.drawn.get(city) ?? 0) + count);
      }
    });
    this.client.onStatus((status) => {
      this.status = status;
      const now = `${status.transport ?? 'none'} ${status.state}`;
      if (this.history.at(-1) !== now) this.history.push(now);
    });
    this.client.start();
  }

  get drawnInAll(): number {
    return [...this.drawn.values()].reduce((sum, count) => sum + count, 0);
  }

  stop(): void {
    this.client.stop();
  }
}
