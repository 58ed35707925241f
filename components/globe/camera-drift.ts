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
/** What the keys ask for is given with this time constant. */
const NUDGE_MS = 110;
/** The controls keep the eye between these; a flight must not ask for more. */
const LATITUDES = { lowest: -60, highest: 72 } as const;
/** A tab that slept must not wake with a jump. */
const MAX_STEP_MS = 100;
/** A flight has an end that somebody waits for: few frames make it coarse, not slow. */
const MAX_FLIGHT_STEP_MS = 500;
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
  /** What is still to be given of a turn (degrees) and of a zoom (log of the distance). */
  #nudge = { north: 0, east: 0, closer: 0 };
  #resting = false;
  readonly #start: LatLng;
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
    this.#start = view;
    camera.fov = FIELD_OF_VIEW;
    camera.near = 1;
    camera.far = GLOBE_RADIUS * 60;
    controls.enableZoom = options.zoom;
    controls.zoomToCursor = false;
    controls.dampingFactor = 0.06;
    controls.minPolarAngle = (90 - LATITUDES.highest) * DEGREE;
    controls.maxPolarAngle = (90 - LATITUDES.lowest) * DEGREE;
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
  flyTo({ lat, lng }: LatLng): void {
    if (this.#held) return;
    const from = this.centre;
    this.#flight = { from, to: { lat: within(lat), lng }, turn: wrapLng(lng - from.lng), at: 0 };
    this.#nudge = { north: 0, east: 0, closer: 0 };
  }

  /** Turns by so many degrees, and goes on from where it is: several add up. */
  turnBy(north: number, east: number): void {
    this.#flight = null;
    this.#nudge.north += north;
    this.#nudge.east += east;
    this.#rest();
  }

  /** Above 1: nearer, as near as the controls allow. */
  zoomBy(factor: number): void {
    this.#nudge.closer += Math.log(factor);
    this.#rest();
  }

  /** Where it began, at the distance at which it began. */
  goHome(): void {
    this.flyTo(this.#start);
    this.#nudge.closer = Math.log(this.distance / this.#home);
  }

  /** While it rests there is no slow turn and no coming home. */
  set resting(resting: boolean) {
    if (this.#resting && !resting) this.#rest();
    this.#resting = resting;
  }

  /** The place below the eye. */
  get centre(): LatLng {
    const { x, y, z } = this.#camera.position;
    return toLatLng(x, y, z);
  }

  /** Distance of the eye from the centre in globe radii. */
  get distance(): number {
    return this.#camera.position.length() / GLOBE_RADIUS;
  }

  /** The same, of the one at home. */
  get relativeDistance(): number {
    return this.distance / this.#home;
  }

  /** Before a frame is drawn, after the controls had their say. `now`: ms. */
  step(now: number): void {
    const passed = Number.isNaN(this.#lastAt) ? 0 : now - this.#lastAt;
    const elapsed = Math.min(passed, MAX_STEP_MS);
    this.#lastAt = now;
    if (!this.#held) {
      this.#fly(Math.min(passed, MAX_FLIGHT_STEP_MS));
      this.#give(elapsed);
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

  /** Some rest before it turns again. */
  #rest(): void {
    if (!Number.isNaN(this.#lastAt)) this.#releasedAt = this.#lastAt;
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

  /** Gives a part of what the keys asked for. */
  #give(elapsed: number): void {
    const { north, east, closer } = this.#nudge;
    if (north === 0 && east === 0 && closer === 0) return;
    // What is left of it is too small to be seen.
    const last = Math.max(Math.abs(north), Math.abs(east), Math.abs(closer) * 100) < 0.02;
    const share = this.still || last ? 1 : 1 - Math.exp(-elapsed / NUDGE_MS);
    this.#nudge = {
      north: north * (1 - share),
      east: east * (1 - share),
      closer: closer * (1 - share),
    };
    if (north !== 0 || east !== 0) {
      const { lat, lng } = this.centre;
      this.#lookFrom(within(lat + north * share), lng + east * share);
    }
    const { minDistance, maxDistance } = this.#controls;
    const distance = this.#camera.position.length() * Math.exp(-closer * share);
    this.#camera.position.setLength(Math.min(Math.max(distance, minDistance), maxDistance));
    if (closer !== 0) this.#calibrate();
  }

  #turn(now: number, elapsed: number): void {
    if (this.still || this.#resting || this.#flight) return;
    this.#opening += elapsed;
    const gathered = ease((now - this.#releasedAt - REST_MS) / GATHER_MS) * ease(this.#opening / OPENING_MS);
    if (gathered <= 0) return;
    const { lat, lng } = this.centre;
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

const within = (lat: number) => Math.min(Math.max(lat, LATITUDES.lowest), LATITUDES.highest);
