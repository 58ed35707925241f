import type { StageView } from './stage-view';

type Scene = Pick<StageView, 'joined'>;

/**
 * Lone events that joined the ring of another one, over all scenes that were shown: each scene counts from its own
 * beginning, the sum never falls.
 */
export class JoinedCount {
  #sum = 0;
  /** What was counted of each; one that lies under another one goes on counting unseen. */
  readonly #counted = new WeakMap<Scene, number>();
  #shown: Scene | null = null;

  /** The sum with what `scene`, which is shown now, has counted. */
  of(scene: Scene | null): number {
    if (scene !== this.#shown) {
      this.#add(this.#shown);
      // One that was shown before: what it counted meanwhile, another one has counted too.
      if (scene && this.#counted.has(scene)) this.#counted.set(scene, scene.joined());
      this.#shown = scene;
    }
    this.#add(scene);
    return this.#sum;
  }

  #add(scene: Scene | null): void {
    if (!scene) return;
    const joined = scene.joined();
    this.#sum += Math.max(0, joined - (this.#counted.get(scene) ?? 0));
    this.#counted.set(scene, joined);
  }
}
