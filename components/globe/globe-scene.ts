import type { GlobeMethods } from 'react-globe.gl';
import {
  CanvasTexture,
  Group,
  LinearFilter,
  Matrix4,
  type Object3D,
  type PerspectiveCamera,
  RepeatWrapping,
} from 'three';
import { EVENT_TYPES, type EventType } from '../../lib/events/event';
import type { EarthFile } from '../../lib/globe/earth-file';
import { qualityOf } from '../../lib/globe/quality';
import { GLOBE_RADIUS, toVector } from '../../lib/globe/sphere';
import { subsolarPoint } from '../../lib/globe/sun';
import { designUnit, outlineRadiusPx, pixelRatio } from '../../lib/globe/view';
import { Backdrop } from './backdrop';
import { Borders } from './borders';
import type { CameraDrift } from './camera-drift';
import type { GlobeProbe } from './globe-probe';
import { createGlobeView } from './globe-view';
import { createHairlines, type Hairlines } from './hairlines';
import { HeatTexture } from './heat-texture';
import { drawLandMask } from './land-mask';
import type { LiveIntake } from './live-intake';
import { loadBorders } from './load-earth';
import { pagePalette } from './page-palette';
import type { GlobeTheme } from './palette';
import { createCityLights, createLandDots, createStars, type Layer } from './point-layers';
import { RingField } from './ring-field';
import { applyPalette, createSceneUniforms, eventColours, type SceneUniforms } from './scene-uniforms';
import type { StageView } from './stage-view';

const SUN_EVERY_MS = 10_000;
/** The scale of the heat comes half as near to where it belongs in so long, however many frames that are. */
const EXPOSURE_HALF_LIFE_MS = 570;

/**
 * Everything that we draw, hung into react-globe.gl's scene: backdrop (space, air, ball, heat), stars, land, coast,
 * city lights, rings: seven draw calls, and one more for borders when near. All of it is computed before each render, by
 * the scene's own hook.
 */
export class GlobeScene {
  readonly #globe: GlobeMethods;
  readonly #ours = new Group();
  /** How many things hung in the library's scene when its own were put away. */
  #putAway = 0;
  readonly #intake: LiveIntake;
  readonly #drift: CameraDrift;
  readonly #shared: SceneUniforms = createSceneUniforms();
  readonly #backdrop = new Backdrop(this.#shared);
  readonly #rings: RingField;
  readonly #heat: HeatTexture;
  readonly #serverNow: () => number;
  readonly #clock: () => number;
  readonly #layers: (Layer | Hairlines)[] = [];
  readonly #borders: Borders;
  readonly #rays = new Matrix4();
  readonly #stars: Layer;
  #land: CanvasTexture | null = null;
  #tier = 0;
  #size = { width: 1, height: 1, devicePixelRatio: 1 };
  #heatFull: number;
  #exposedAt: number | null = null;
  #sunAt = Number.NEGATIVE_INFINITY;
  #frames = 0;
  #onDrawn: { readonly after: number; readonly call: () => void } | null = null;

  constructor(
    globe: GlobeMethods,
    intake: LiveIntake,
    drift: CameraDrift,
    serverNow: () => number,
    clock: () => number,
  ) {
    this.#globe = globe;
    this.#intake = intake;
    this.#drift = drift;
    this.#serverNow = serverNow;
    this.#clock = clock;
    this.#rings = new RingField(intake.rings, this.#shared);
    this.#heat = new HeatTexture(intake.heat);
    this.#heatFull = intake.heat.fullOctaves(clock());
    this.#backdrop.uniforms.uHeat.value = this.#heat.texture;
    this.#stars = createStars(this.#shared);
    this.#layers.push(this.#stars);
    const scene = globe.scene();
    // Nothing here ever moves but the camera: not to be walked in each frame.
    scene.matrixWorldAutoUpdate = false;
    this.#borders = new Borders(this.#ours, this.#shared, loadBorders);
    this.#ours.add(...this.#backdrop.meshes, this.#stars.object, this.#rings.mesh);
    scene.add(this.#ours);
    scene.onBeforeRender = () => this.#beforeRender();
  }

  /** Land, coasts and cities, as soon as they are there. `onDrawn` is called once a frame with them was drawn. */
  addEarth(earth: EarthFile, onDrawn: () => void): void {
    this.#onDrawn = { after: this.#frames + 1, call: onDrawn };
    const maxSize = this.#globe.renderer().capabilities.maxTextureSize;
    const width = Math.min(4096, maxSize);
    this.#land = new CanvasTexture(drawLandMask(earth, width, width / 2));
    this.#land.wrapS = RepeatWrapping;
    this.#land.minFilter = LinearFilter;
    this.#land.generateMipmaps = false;
    this.#backdrop.uniforms.uLand.value = this.#land;
    const dots = createLandDots(earth, this.#shared);
    const rings = { lengths: earth.ringLengths, points: earth.coast, closed: true };
    const coast = createHairlines(rings, this.#shared.uCoastAlpha, this.#shared);
    const cities = createCityLights(earth, this.#shared);
    this.#layers.push(dots, coast, cities);
    this.#ours.add(dots.object, coast.object, cities.object);
  }

  setTheme(theme: GlobeTheme): void {
    const palette = pagePalette(theme);
    applyPalette(this.#shared, palette);
    this.#backdrop.setLook(palette.ink, palette.clear);
    this.#rings.setInk(palette.ink);
  }

  setReducedMotion(still: boolean): void {
    this.#drift.still = still;
    this.#rings.uniforms.uStill.value = still ? 1 : 0;
  }

  setHiddenTypes(hidden: ReadonlySet<EventType>): void {
    this.#intake.hiddenTypes = hidden;
    const [pin = 1, repin = 1, comment = 1, login = 1] = EVENT_TYPES.map((type) =>
      hidden.has(type) ? 0 : 1,
    );
    this.#rings.uniforms.uShown.value.set(pin, repin, comment, login);
    this.#backdrop.uniforms.uHeatShown.value = repin;
  }

  /** A tier of `QUALITIES`. */
  setQuality(tier: number): void {
    const { stars, heatEveryMs, ringBudget } = qualityOf(tier);
    this.#tier = tier;
    this.#stars.object.visible = stars;
    this.#heat.everyMs = heatEveryMs;
    this.#intake.gathering.budget = Math.min(ringBudget, this.#intake.rings.capacity);
    const { width, height, devicePixelRatio } = this.#size;
    this.resize(width, height, devicePixelRatio);
  }

  get quality(): number {
    return this.#tier;
  }

  /** Draws frame after frame, or rests. */
  setDrawing(drawing: boolean): void {
    if (drawing) this.#globe.resumeAnimation();
    else this.#globe.pauseAnimation();
    this.#putAway = 0;
  }

  /**
   * The library's own lights and layers, of which nothing is used, are not to be walked in each frame, and three-globe is not
   * to ask for frames of its own. It hangs them in some time after it was made, and wakes them with the rest.
   */
  #putTheirsAway(): void {
    const { children } = this.#globe.scene();
    if (children.length === this.#putAway) return;
    this.#putAway = children.length;
    for (const theirs of children as (Object3D & Partial<Pick<GlobeMethods, 'pauseAnimation'>>)[]) {
      if (theirs === this.#ours) continue;
      theirs.visible = false;
      theirs.pauseAnimation?.();
    }
  }

  /** CSS pixels of the stage. */
  resize(width: number, height: number, devicePixelRatio: number): void {
    this.#size = { width, height, devicePixelRatio };
    const ratio = pixelRatio(width, height, devicePixelRatio, qualityOf(this.#tier).maxPixelRatio);
    // Both, or the composer goes on with the old one.
    this.#globe.renderer().setPixelRatio(ratio);
    this.#globe.postProcessingComposer().setPixelRatio(ratio);
    this.#shared.uViewport.value.set(width * ratio, height * ratio);
    this.#shared.uUnit.value = designUnit(width, height, ratio);
    this.#drift.resize(width, height);
  }

  get #camera(): PerspectiveCamera {
    return this.#globe.camera() as PerspectiveCamera;
  }

  #beforeRender(): void {
    const now = this.#clock();
    this.#putTheirsAway();
    this.#frames++;
    if (this.#onDrawn && this.#frames > this.#onDrawn.after) {
      const { call } = this.#onDrawn;
      this.#onDrawn = null;
      call();
    }
    this.#drift.step(now);
    const camera = this.#camera;
    this.#shared.uEye.value.copy(camera.position).divideScalar(GLOBE_RADIUS);
    this.#shared.uRadiusPx.value = outlineRadiusPx(this.#drift.distance, this.#shared.uViewport.value.y);
    // From clip space to a ray in the world: the camera's turn and lean, without its place.
    this.#rays.extractRotation(camera.matrixWorld).multiply(camera.projectionMatrixInverse);
    this.#backdrop.uniforms.uRays.value.copy(this.#rays);
    if (now - this.#sunAt > SUN_EVERY_MS) {
      this.#sunAt = now;
      const sun = subsolarPoint(this.#serverNow());
      toVector(sun.lat, sun.lng, this.#shared.uSun.value);
    }
    this.#borders.step(this.#drift.relativeDistance, now);
    this.#heat.refresh(now);
    this.#showHeat(now);
    this.#rings.flush(now);
  }

  #showHeat(now: number): void {
    const { heat } = this.#intake;
    const target = heat.fullOctaves(now);
    const left = 2 ** (-(now - (this.#exposedAt ?? now)) / EXPOSURE_HALF_LIFE_MS);
    this.#exposedAt = now;
    this.#heatFull = target + (this.#heatFull - target) * left;
    this.#backdrop.uniforms.uHeatFull.value = this.#heatFull;
    this.#backdrop.uniforms.uHeatScale.value = heat.scaleAt(now);
  }

  /** See `StageView`. */
  view(): StageView {
    return createGlobeView(this.#camera, this.#globe.renderer().domElement, this.#intake, this.#drift);
  }

  /** See `GlobeProbe`. */
  probe(): GlobeProbe {
    const hidden = () => this.#intake.hiddenTypes;
    return {
      mode: 'webgl',
      rings: () => this.#rings.buffer.rings(this.#clock()).filter(({ type }) => !hidden().has(type)),
      ringDrawCalls: () => this.#rings.drawCalls,
      liveRings: () => this.#rings.buffer.live,
      sceneNodes: () => {
        let nodes = 0;
        this.#globe.scene().traverse(() => nodes++);
        return nodes;
      },
      gpuObjects: () => {
        const { memory, programs } = this.#globe.renderer().info;
        return memory.geometries + memory.textures + (programs?.length ?? 0);
      },
      project: this.view().project,
      pointOfView: () => ({ ...this.#drift.centre, altitude: this.#drift.distance - 1 }),
      heatAt: (lat, lng) => this.#intake.heat.at(lat, lng, this.#clock()),
      eventColours: () => eventColours(this.#shared),
      frames: () => this.#frames,
      quality: () => this.#tier,
      joined: () => this.#intake.gathering.joined,
      loseContext: () => this.#globe.renderer().forceContextLoss(),
      restoreContext: () => this.#globe.renderer().forceContextRestore(),
    };
  }

  dispose(): void {
    const scene = this.#globe.scene();
    scene.onBeforeRender = () => {};
    scene.remove(this.#ours);
    for (const layer of this.#layers) layer.dispose();
    this.#borders.dispose();
    this.#backdrop.dispose();
    this.#rings.dispose();
    this.#heat.dispose();
    this.#land?.dispose();
  }
}
