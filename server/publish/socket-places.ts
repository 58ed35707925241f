/** What a place is held by: it is given back when this closes. */
export type PlaceHolder = { once(event: 'close', closed: () => void): unknown };

/**
 * Room for so many viewers, in all and from one address. A place is given back when its holder closes, whether anybody
 * ever spoke on it or not. Addresses are kept in memory only, and only while they are connected.
 */
export class SocketPlaces {
  readonly #max: number;
  readonly #maxPerAddress: number;
  readonly #byAddress = new Map<string, number>();
  #taken = 0;

  constructor(max: number, maxPerAddress: number) {
    this.#max = max;
    this.#maxPerAddress = maxPerAddress;
  }

  get taken(): number {
    return this.#taken;
  }

  /** null when there is room, else why there is none. */
  take(address: string, holder: PlaceHolder): 'full' | 'address' | null {
    const ofAddress = this.#byAddress.get(address) ?? 0;
    if (this.#taken >= this.#max) return 'full';
    if (ofAddress >= this.#maxPerAddress) return 'address';
    this.#taken++;
    this.#byAddress.set(address, ofAddress + 1);
    holder.once('close', () => this.#giveBack(address));
    return null;
  }

  #giveBack(address: string): void {
    this.#taken--;
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }
}
