import { PerspectiveCamera } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { describe, expect, it } from 'vitest';
import { wrapLng } from '../../lib/globe/sphere';
import { CameraDrift } from './camera-drift';

const FRAME_MS = 50;

function fixture(view = { lat: 17, lng: 10 }) {
  const camera = new PerspectiveCamera();
  const controls = new OrbitControls(camera, null);
  const drift = new CameraDrift(camera, controls, view, { fill: 0.84, turnMs: 180_000, zoom: true });
  drift.resize(1280, 720);
  let now = 0;
  const pass = (ms: number) => {
    for (const end = now + ms; now < end; now += FRAME_MS) drift.step(now);
  };
  pass(FRAME_MS);
  return { drift, controls, pass };
}

describe('the camera', () => {
  it('turns by itself, and stays where it is while it is held', () => {
    const { drift, pass } = fixture();
    pass(20_000);
    const turned = drift.centre.lng;
    expect(Math.abs(wrapLng(turned - 10))).toBeGreaterThan(10);
    drift.resting = true;
    pass(20_000);
    expect(drift.centre.lng).toBeCloseTo(turned, 6);
    drift.resting = false;
    pass(20_000);
    expect(Math.abs(wrapLng(drift.centre.lng - turned))).toBeGreaterThan(10);
  });

  it.each([
    ['the shorter way round', { lat: 35, lng: -170 }, { lat: 35, lng: -170 }],
    ['no further north than its controls go', { lat: 78, lng: 15 }, { lat: 72, lng: 15 }],
    ['no further south', { lat: -78, lng: 15 }, { lat: -60, lng: 15 }],
  ])('flies there: %s', (_, to, arrived) => {
    const { drift, pass } = fixture({ lat: 0, lng: 170 });
    drift.resting = true;
    drift.flyTo(to);
    pass(1_000);
    expect(Math.abs(wrapLng(drift.centre.lng - to.lng))).toBeGreaterThan(0.01);
    pass(2_000);
    expect(drift.centre.lat).toBeCloseTo(arrived.lat, 3);
    expect(drift.centre.lng).toBeCloseTo(arrived.lng, 3);
  });

  it('jumps there with reduced motion, and does not turn', () => {
    const { drift, pass } = fixture();
    drift.still = true;
    drift.flyTo({ lat: 35, lng: 139 });
    pass(2 * FRAME_MS);
    expect(drift.centre.lng).toBeCloseTo(139, 6);
    pass(20_000);
    expect(drift.centre.lng).toBeCloseTo(139, 6);
  });

  it('gives several turns of the keys in full, and stays within its latitudes', () => {
    const { drift, pass } = fixture();
    drift.resting = true;
    for (let times = 0; times < 3; times++) drift.turnBy(5, -10);
    pass(3_000);
    expect(drift.centre.lng).toBeCloseTo(-20, 1);
    expect(drift.centre.lat).toBeCloseTo(32, 1);
    for (let times = 0; times < 30; times++) drift.turnBy(5, 0);
    pass(3_000);
    expect(drift.centre.lat).toBeCloseTo(72, 3);
  });

  it('comes as near as its controls allow, and goes home again', () => {
    const { drift, controls, pass } = fixture();
    drift.resting = true;
    const home = drift.distance;
    drift.zoomBy(1.25);
    pass(2_000);
    expect(drift.distance).toBeCloseTo(home / 1.25, 2);
    drift.zoomBy(100);
    pass(2_000);
    expect(drift.distance).toBeCloseTo(controls.minDistance / 100, 3);
    drift.turnBy(20, 40);
    pass(2_000);
    drift.goHome();
    pass(4_000);
    expect(drift.distance).toBeCloseTo(home, 2);
    expect(drift.centre.lat).toBeCloseTo(17, 2);
    expect(drift.centre.lng).toBeCloseTo(10, 2);
  });
});
