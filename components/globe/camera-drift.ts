import { type Camera, PerspectiveCamera, Vector3 } from 'three';
import type { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { DEGREE, GLOBE_RADIUS, type LatLng, toLatLng, toVector, wrapLng } from '../../lib/globe/sphere';
import { ease, FIELD_OF_VIEW, HOME_LATITUDE, homeDistance, ROLL } from '../../lib/globe/view';

/** After a drag: rest, then gather speed. */
const REST_MS = 5000;
const GATHER_MS = 4000;
const OPENING_MS = 2600;
const FLIGHT_MS = 2400;
/** Latitude comes home with this time constant. */
const HOMING_MS = 9000;
/** A tab that slept must not wake with a jump. */
const MAX_STEP_MS = 100;
const UP = new Vector3(0, 1, 0);

export type DriftOptions = {
  readonly fill: number;
  readonly turnMs: number;
  readonly zoom: boolean;
};

/** The camera's own life: the slow turn, the lean, coming home after a drag. The user's hand always wins. */
export class CameraDrift {
  still = false;
  readonly #camera: PerspectiveCamera;
  readonly #controls: OrbitControls;
  readonly #options: DriftOptions;
  #held = false;
  #releasedAt = Number.NEGATIVE_INFINITY;
  #lastAt = Number.NaN;
  #home = 4;
  #opening = 0;
  #flight: { from: LatLng; turn: number; to: LatLng; at: number } | null = null;
  readonly #begin = () => {
    this.#held = true;
    this.#flight = null;
    this.#opening = OPENING_MS;
  };
  readonly #end = () => {
    this.#held = false;
    this.#releasedAt = this.#lastAt;
  };
  readonly #changed = () => this.#calibrate();

  constructor(camera: Camera, controls: OrbitControls, view: LatLng, options: DriftOptions) {
    if (!(camera instanceof PerspectiveCamera)) throw new TypeError('the globe needs a perspective camera');
    this.#camera = camera;
    this.#controls = controls;
    this.#options = options;
    camera.fov = FIELD_OF_VIEW;
    camera.near = 1;
    camera.far = GLOBE_RADIUS * 60;
    controls.enableZoom = options.zoom;
    controls.zoomToCursor = false;
    controls.dampingFactor = 0.06;
    controls.minPolarAngle = 18 * DEGREE;
    controls.maxPolarAngle = 150 * DEGREE;
    controls.addEventListener('start', this.#begin);
    controls.addEventListener('end', this.#end);
    controls.addEventListener('change', this.#changed);
    const { x, y, z } = toVector(view.lat, view.lng);
    camera.position.set(x, y, z).multiplyScalar(GLOBE_RADIUS * this.#home);
  }

  /** The stage has this many CSS pixels now. */
  resize(width: number, height: number): void {
    const before = this.#home;
    this.#home = homeDistance(width, height, this.#options.fill);
    this.#controls.minDistance = GLOBE_RADIUS * Math.max(1.6, this.#home * 0.3);
    this.#controls.maxDistance = GLOBE_RADIUS * this.#home * 1.25;
    const zoomed = this.#camera.position.length() / (GLOBE_RADIUS * before);
    this.#camera.position.setLength(GLOBE_RADIUS * this.#home * (Number.isFinite(zoomed) ? zoomed : 1));
    this.#camera.aspect = width / Math.max(height, 1);
    this.#camera.updateProjectionMatrix();
    this.#calibrate();
  }

  /** Eases to a place, unless a hand is on the globe. */
  flyTo(to: LatLng): void {
    if (this.#held) return;
    const { x, y, z } = this.#camera.position;
    const from = toLatLng(x, y, z);
    this.#flight = { from, to, turn: wrapLng(to.lng - from.lng), at: 0 };
  }

  /** Distance of the eye from the centre in globe radii. */
  get distance(): number {
    return this.#camera.position.length() / GLOBE_RADIUS;
  }

  /** Before a frame is drawn, after the controls had their say. `now`: ms. */
  step(now: number): void {
    const elapsed = Number.isNaN(this.#lastAt) ? 0 : Math.min(now - this.#lastAt, MAX_STEP_MS);
    this.#lastAt = now;
    if (!this.#held) {
      this.#fly(elapsed);
      this.#turn(now, elapsed);
    }
    this.#camera.up.copy(UP);
    this.#camera.lookAt(0, 0, 0);
    this.#camera.rotateZ(ROLL);
    this.#camera.updateMatrixWorld();
  }

  dispose(): void {
    this.#controls.removeEventListener('start', this.#begin);
    this.#controls.removeEventListener('end', this.#end);
    this.#controls.removeEventListener('change', this.#changed);
  }

  #fly(elapsed: number): void {
    const flight = this.#flight;
    if (!flight) return;
    flight.at += elapsed;
    const share = this.still ? 1 : ease(flight.at / FLIGHT_MS);
    const lat = flight.from.lat + (flight.to.lat - flight.from.lat) * share;
    this.#lookFrom(lat, flight.from.lng + flight.turn * share);
    if (share >= 1) this.#flight = null;
  }

  #turn(now: number, elapsed: number): void {
    if (this.still || this.#flight) return;
    this.#opening += elapsed;
    const gathered = ease((now - this.#releasedAt - REST_MS) / GATHER_MS) * ease(this.#opening / OPENING_MS);
    if (gathered <= 0) return;
    const { x, y, z } = this.#camera.position;
    const { lat, lng } = toLatLng(x, y, z);
    const homing = gathered * (1 - Math.exp(-elapsed / HOMING_MS));
    this.#lookFrom(
      lat + (HOME_LATITUDE - lat) * homing,
      lng - (360 * gathered * elapsed) / this.#options.turnMs,
    );
  }

  #lookFrom(lat: number, lng: number): void {
    const length = this.#camera.position.length();
    const { x, y, z } = toVector(lat, lng);
    this.#camera.position.set(x, y, z).multiplyScalar(length);
  }

  /** react-globe.gl sets speeds of its own at each change; ours make the ground follow the pointer. */
  #calibrate(): void {
    const above = this.distance - 1;
    this.#controls.rotateSpeed = 0.4 * (above / Math.max(this.#home - 1, 0.1));
    this.#controls.zoomSpeed = 0.7;
  }
}
