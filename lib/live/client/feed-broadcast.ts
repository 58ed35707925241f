import type { Frame, Snapshot } from '../protocol';
import { NO_TOTALS } from '../totals';

type Member = { readonly hear: (frame: Frame) => void; joined: boolean };

/**
 * Hands snapshots and frames on to listeners, and keeps the frames since the last snapshot, so that a listener that
 * comes later (the scene loads after the panels) still hears the snapshot and then each frame once.
 */
export class FeedBroadcast {
  #snapshot: Snapshot | null = null;
  #frames: Frame[] = [];
  #trimmed = false;
  readonly #snapshotListeners = new Set<(snapshot: Snapshot) => void>();
  readonly #keep: number;
  readonly #onTooLate: () => void;
  readonly #members = new Set<Member>();

  /**
   * `keep`: how many frames at most are kept for late listeners. `onTooLate` is called when one comes after older ones
   * were let go: then everybody has to start over from a fresh snapshot.
   */
  constructor(keep: number, onTooLate: () => void) {
    this.#keep = keep;
    this.#onTooLate = onTooLate;
  }

  sendSnapshot(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#frames = [];
    this.#trimmed = false;
    for (const member of this.#members) member.joined = true;
    for (const listener of this.#snapshotListeners) listener(snapshot);
  }

  /** What was shown is not what is asked for any more: everybody starts over from nothing. */
  clear(): void {
    if (this.#snapshot) this.sendSnapshot(emptied(this.#snapshot));
  }

  sendFrame(frame: Frame): void {
    this.#frames.push(frame);
    if (this.#frames.length > this.#keep) {
      this.#frames.splice(0, Math.ceil(this.#keep / 4));
      this.#trimmed = true;
    }
    for (const member of this.#members) if (member.joined) member.hear(frame);
  }

  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    // Wrapped, so that one function subscribed twice is two listeners.
    const hear = (snapshot: Snapshot) => listener(snapshot);
    this.#snapshotListeners.add(hear);
    if (this.#snapshot) hear(this.#snapshot);
    return () => void this.#snapshotListeners.delete(hear);
  }

  /** The frames since the snapshot follow in a microtask: by then the listener has heard the snapshot, too. */
  onFrame(listener: (frame: Frame) => void): () => void {
    const member: Member = { hear: listener, joined: false };
    this.#members.add(member);
    queueMicrotask(() => {
      if (!this.#members.has(member) || member.joined) return;
      if (this.#trimmed) return this.#onTooLate();
      member.joined = true;
      for (const frame of this.#frames) member.hear(frame);
    });
    return () => void this.#members.delete(member);
  }
}

/** What is not there is told as unknown, not as nothing. */
function emptied({ repinsPerQuarter: _day, countriesSeen: _ever, ...snapshot }: Snapshot): Snapshot {
  return {
    ...snapshot,
    totals: NO_TOTALS,
    repinsPerMinute: [],
    repinsPerSecond: [],
    heat: [],
    topPlaces: [],
    topCountries: [],
    topCategories: [],
    latest: [],
  };
}
