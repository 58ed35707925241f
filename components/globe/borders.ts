import type { IUniform, Object3D } from 'three';
import type { BorderFile } from '../../lib/globe/border-file';
import { borderStrength } from '../../lib/globe/view';
import { createHairlines, type Hairlines } from './hairlines';
import type { SceneUniforms } from './scene-uniforms';

/** Of the coast's alpha. */
const SHARE_OF_COAST = 0.7;
/** They come late when the network is slow, and then not with a jump. */
const APPEARING_MS = 400;
const RETRY_MS = 30_000;

/** Borders of countries, for who comes near. Before that nothing is fetched, and from far nothing is drawn. */
export class Borders {
  readonly #parent: Object3D;
  readonly #shared: SceneUniforms;
  readonly #load: () => Promise<BorderFile>;
  readonly #alpha: IUniform<number> = { value: 0 };
  #lines: Hairlines | null = null;
  /** Since when they are drawn; NaN before. */
  #since = Number.NaN;
  #askAt = Number.NEGATIVE_INFINITY;
  #gone = false;

  constructor(parent: Object3D, shared: SceneUniforms, load: () => Promise<BorderFile>) {
    this.#parent = parent;
    this.#shared = shared;
    this.#load = load;
  }

  /** Before a frame. `distance`: of the eye, 1 at home; `now`: ms. */
  step(distance: number, now: number): void {
    const strength = borderStrength(distance);
    if (strength > 0 && now >= this.#askAt) this.#ask(now);
    if (!this.#lines) return;
    this.#lines.object.visible = strength > 0;
    if (strength === 0) return;
    if (Number.isNaN(this.#since)) this.#since = now;
    const appeared = Math.min((now - this.#since) / APPEARING_MS, 1);
    this.#alpha.value = this.#shared.uCoastAlpha.value * SHARE_OF_COAST * strength * appeared;
  }

  /** Without borders the globe is whole: a failure is told to nobody, and later tried again. */
  #ask(now: number): void {
    this.#askAt = Number.POSITIVE_INFINITY;
    this.#load().then(
      (file) => this.#add(file),
      () => {
        this.#askAt = now + RETRY_MS;
      },
    );
  }

  #add(file: BorderFile): void {
    if (this.#gone) return;
    this.#lines = createHairlines({ ...file, closed: false }, this.#alpha, this.#shared);
    this.#lines.object.visible = false;
    this.#parent.add(this.#lines.object);
  }

  dispose(): void {
    this.#gone = true;
    if (!this.#lines) return;
    this.#parent.remove(this.#lines.object);
    this.#lines.dispose();
  }
}
