import type { EventType } from '../../lib/events/event';
import { COAST_UNIT, type EarthFile } from '../../lib/globe/earth-file';
import { eachLatticePoint } from '../../lib/globe/lattice';
import { fromNaturalEarth, NATURAL_EARTH_ASPECT, naturalEarth } from '../../lib/globe/natural-earth';
import { DEGREE, type LatLng, toVector, wrapLng } from '../../lib/globe/sphere';
import { subsolarPoint } from '../../lib/globe/sun';
import { designUnit, ease, pixelRatio } from '../../lib/globe/view';
import type { GlobeProbe } from './globe-probe';
import type { LiveIntake } from './live-intake';
import { mapHeat } from './map-heat';
import { drawMapRing } from './map-ring';
import { PALETTES, type Palette } from './palette';
import type { ScreenSpot, StageView } from './stage-view';

/** The sun moves half a pixel in this time; heat is looked at that often. */
const LAND_EVERY_MS = 60_000;
const HEAT_EVERY_MS = 1000;
/** 2D drawing has no cheap rings: the newest of them are drawn. */
const MOST_RINGS = 1500;
/** CSS pixels around a ring's middle that count as the ring. */
const TOLERANCE_PX = 12;
/** Longitude in the middle: the Atlantic's, so that no continent is cut. */
const CENTRE = 11;

/** Paints the flat map: land and heat from pictures kept aside, rings anew in each frame. */
export class MapPainter {
  readonly #context: CanvasRenderingContext2D;
  readonly #intake: LiveIntake;
  readonly #serverNow: () => number;
  readonly #clock: () => number;
  readonly #land = document.createElement('canvas');
  #heat: HTMLCanvasElement | null = null;
  #earth: EarthFile | null = null;
  #palette: Palette = PALETTES.dark;
  #still = false;
  #landAt = Number.NEGATIVE_INFINITY;
  #heatAt = Number.NEGATIVE_INFINITY;
  #unit = 1;
  /** The map's box in canvas pixels. */
  #box = { x: 0, y: 0, width: 1, height: 1 };
  #frames = 0;

  constructor(
    context: CanvasRenderingContext2D,
    intake: LiveIntake,
    serverNow: () => number,
    clock: () => number,
  ) {
    this.#context = context;
    this.#intake = intake;
    this.#serverNow = serverNow;
    this.#clock = clock;
  }

  setEarth(earth: EarthFile): void {
    this.#earth = earth;
    this.#landAt = Number.NEGATIVE_INFINITY;
  }

  setLook(palette: Palette, still: boolean): void {
    this.#palette = palette;
    this.#still = still;
    this.#landAt = Number.NEGATIVE_INFINITY;
    this.#heatAt = Number.NEGATIVE_INFINITY;
  }

  setHiddenTypes(hidden: ReadonlySet<EventType>): void {
    this.#intake.hiddenTypes = hidden;
  }

  /** CSS pixels of the stage, and the share of its width that is free of the page's columns. */
  resize(width: number, height: number, devicePixelRatio: number, free: number): void {
    const ratio = pixelRatio(width, height, devicePixelRatio);
    const { canvas } = this.#context;
    canvas.width = this.#land.width = Math.round(width * ratio);
    canvas.height = this.#land.height = Math.round(height * ratio);
    this.#unit = designUnit(width, height, ratio);
    const fit = Math.min(canvas.width * free, canvas.height * 0.86 * NATURAL_EARTH_ASPECT);
    this.#box = {
      x: (canvas.width - fit) / 2,
      y: (canvas.height - fit / NATURAL_EARTH_ASPECT) / 2,
      width: fit,
      height: fit / NATURAL_EARTH_ASPECT,
    };
    this.#landAt = Number.NEGATIVE_INFINITY;
  }

  paint(): void {
    const now = this.#clock();
    this.#frames++;
    this.#intake.rings.expire(now);
    if (now - this.#landAt > LAND_EVERY_MS) {
      this.#landAt = now;
      this.#paintLand();
    }
    const context = this.#context;
    context.globalCompositeOperation = 'copy';
    context.drawImage(this.#land, 0, 0);
    context.globalCompositeOperation = this.#palette.ink ? 'source-over' : 'screen';
    const hidden = this.#intake.hiddenTypes;
    if (!hidden.has('repin')) this.#paintHeat(now);
    const rings = this.#intake.rings.rings(now);
    for (const ring of rings.slice(-MOST_RINGS)) {
      if (hidden.has(ring.type) || ring.ageMs < 0) continue;
      const p = ring.ageMs / this.#intake.rings.lifeMs;
      drawMapRing(context, this.#at(ring.lat, ring.lng), ring, p, {
        colour: this.#palette.events[ring.type],
        unit: this.#unit,
        radius: Math.max(this.#box.width / 110, 9 * this.#unit),
        perKm: this.#box.width / 40_000,
        still: this.#still,
      });
    }
    context.globalAlpha = 1;
  }

  #paintHeat(now: number): void {
    if (now - this.#heatAt > HEAT_EVERY_MS) {
      this.#heatAt = now;
      this.#heat = mapHeat(this.#intake.heat, now, this.#palette, CENTRE);
    }
    if (!this.#heat) return;
    const { x, y, width, height } = this.#box;
    this.#context.globalAlpha = 1;
    this.#context.drawImage(this.#heat, x, y, width, height);
  }

  #at(lat: number, lng: number): { x: number; y: number } {
    const { x, y } = naturalEarth(lat, wrapLng(lng - CENTRE));
    return { x: this.#box.x + x * this.#box.width, y: this.#box.y + y * this.#box.height };
  }

  #paintLand(): void {
    const context = this.#land.getContext('2d');
    if (!context) return;
    const palette = this.#palette;
    const { width, height } = this.#land;
    context.clearRect(0, 0, width, height);
    if (!palette.clear) {
      context.fillStyle = palette.space;
      context.fillRect(0, 0, width, height);
    }
    this.#outline(context);
    context.fillStyle = palette.oceanNight;
    context.fill();
    context.strokeStyle = palette.limb;
    context.globalAlpha = palette.ink ? 0.4 : 0.28;
    context.lineWidth = this.#unit;
    context.stroke();
    if (this.#earth) this.#paintEarth(context, this.#earth);
    context.globalAlpha = 1;
  }

  #outline(context: CanvasRenderingContext2D): void {
    context.beginPath();
    const edge = (lat: number, lng: number) => {
      const { x, y } = naturalEarth(lat, lng);
      context.lineTo(this.#box.x + x * this.#box.width, this.#box.y + y * this.#box.height);
    };
    for (let lat = -90; lat <= 90; lat += 2) edge(lat, 180);
    for (let lat = 90; lat >= -90; lat -= 2) edge(lat, -180);
    context.closePath();
  }

  /** Dots by day and by night, then the coast. */
  #paintEarth(context: CanvasRenderingContext2D, earth: EarthFile): void {
    const { dotNight, dotDay, dotAlpha, coast, coastAlpha } = this.#palette;
    const place = subsolarPoint(this.#serverNow());
    const sun = toVector(place.lat, place.lng);
    const size = Math.max(this.#box.width / 900, 0.9);
    eachLatticePoint(earth.dotStep, (index, lat, lng) => {
      if (!(((earth.dots[index >> 3] ?? 0) >> (index & 7)) & 1)) return;
      const n = toVector(lat, lng);
      const day = ease(((n.x * sun.x + n.y * sun.y + n.z * sun.z) / 0.1045 + 1) / 2);
      context.fillStyle = day > 0.5 ? dotDay : dotNight;
      context.globalAlpha = dotAlpha[0] + (dotAlpha[1] - dotAlpha[0]) * day;
      const { x, y } = this.#at(lat, lng);
      context.fillRect(x - size / 2, y - size / 2, size, size);
    });
    context.strokeStyle = coast;
    context.globalAlpha = coastAlpha;
    context.lineWidth = 0.75 * this.#unit;
    context.beginPath();
    let point = 0;
    for (const length of earth.ringLengths) {
      let before = 0;
      for (let index = 0; index <= length; index++) {
        const at = (point + (index % length)) * 2;
        const lng = wrapLng(((earth.coast[at] ?? 0) / COAST_UNIT) * 180 - CENTRE);
        const { x, y } = this.#at(((earth.coast[at + 1] ?? 0) / COAST_UNIT) * 90, lng + CENTRE);
        if (index === 0 || Math.abs(lng - before) > 180) context.moveTo(x, y);
        else context.lineTo(x, y);
        before = lng;
      }
      point += length;
    }
    context.stroke();
  }

  /** See `StageView`. A map that shows all of the world has no need to turn. */
  view(): StageView {
    const groundAt = (x: number, y: number) => this.#ground(x, y);
    const radiansPerPx = () => (360 * DEGREE) / (this.#box.width / this.#scale());
    return {
      kind: 'map',
      groundAt,
      ringAt: (x, y) => {
        const ground = groundAt(x, y);
        const tolerance = TOLERANCE_PX * radiansPerPx();
        return ground && this.#intake.ringAt(toVector(ground.lat, ground.lng), tolerance);
      },
      project: (lat, lng) => this.#project(lat, lng),
      radiansPerPx,
      centre: () => ({ lat: 0, lng: CENTRE }),
      flyTo: () => {},
      turnBy: () => {},
      zoomBy: () => {},
      goHome: () => {},
      joined: () => this.#intake.gathering.joined,
      hold: () => {},
    };
  }

  /** Canvas pixels of a CSS pixel. */
  #scale(): number {
    const { canvas } = this.#context;
    return canvas.width / Math.max(canvas.getBoundingClientRect().width, 1);
  }

  #project(lat: number, lng: number): ScreenSpot {
    const { x, y } = this.#at(lat, lng);
    const { left, top } = this.#context.canvas.getBoundingClientRect();
    const scale = this.#scale();
    return { x: left + x / scale, y: top + y / scale, visible: true };
  }

  #ground(x: number, y: number): LatLng | null {
    const { left, top } = this.#context.canvas.getBoundingClientRect();
    const scale = this.#scale();
    const place = fromNaturalEarth(
      ((x - left) * scale - this.#box.x) / this.#box.width,
      ((y - top) * scale - this.#box.y) / this.#box.height,
    );
    return place && { lat: place.lat, lng: wrapLng(place.lng + CENTRE) };
  }

  /** See `GlobeProbe`. */
  probe(): GlobeProbe {
    return {
      mode: 'map',
      rings: () =>
        this.#intake.rings.rings(this.#clock()).filter(({ type }) => !this.#intake.hiddenTypes.has(type)),
      ringDrawCalls: () => 0,
      liveRings: () => this.#intake.rings.live,
      sceneNodes: () => 0,
      gpuObjects: () => 0,
      quality: () => 0,
      joined: () => this.#intake.gathering.joined,
      project: (lat, lng) => this.#project(lat, lng),
      pointOfView: () => ({ lat: 0, lng: CENTRE, altitude: 0 }),
      heatAt: (lat, lng) => this.#intake.heat.at(lat, lng, this.#clock()),
      eventColours: () => this.#palette.events,
      frames: () => this.#frames,
      loseContext: () => {},
      restoreContext: () => {},
    };
  }
}
