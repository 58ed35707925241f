import { Mesh, Scene, type ShaderMaterial } from 'three';
import { describe, expect, it } from 'vitest';
import type { BorderFile } from '../../lib/globe/border-file';
import { Borders } from './borders';
import { createSceneUniforms } from './scene-uniforms';

const FILE: BorderFile = {
  lengths: Uint16Array.of(3, 2),
  points: Int16Array.of(0, 0, 100, 0, 100, 100, 500, 500, 600, 500),
};
const HOME = 1;
const NEAR = 0.4;

/** Borders in a scene of their own; `answers` are given to one request after the other. */
function fixture(...answers: (() => Promise<BorderFile>)[]) {
  const scene = new Scene();
  const shared = createSceneUniforms();
  let asked = 0;
  const borders = new Borders(scene, shared, () => answers[asked++]?.() ?? Promise.reject(new Error('none')));
  const arrived = () => new Promise((done) => setImmediate(done));
  const drawn = () => scene.children.filter(({ visible }) => visible) as Mesh[];
  const alpha = (): number => (drawn()[0]?.material as ShaderMaterial | undefined)?.uniforms.uAlpha?.value;
  return { borders, scene, shared, arrived, drawn, alpha, asked: () => asked };
}
const given = () => Promise.resolve(FILE);
const failing = () => Promise.reject(new Error('offline'));

describe('borders of countries', () => {
  it('are not even asked for from home', async () => {
    const { borders, scene, arrived, asked } = fixture(given);
    for (let now = 0; now < 5000; now += 16) borders.step(HOME, now);
    await arrived();
    expect(asked()).toBe(0);
    expect(scene.children).toEqual([]);
  });

  it('appear near, fainter than the coast, and are not drawn from far', async () => {
    const { borders, shared, arrived, drawn, alpha, asked } = fixture(given);
    borders.step(NEAR, 0);
    borders.step(NEAR, 16);
    await arrived();
    borders.step(NEAR, 32);
    expect(alpha()).toBe(0);
    borders.step(NEAR, 2000);
    const full = alpha();
    expect(full).toBeGreaterThan(0);
    expect(full).toBeLessThan(shared.uCoastAlpha.value);
    borders.step(0.6, 2016);
    expect(alpha()).toBeLessThan(full);
    borders.step(HOME, 2032);
    expect(drawn()).toEqual([]);
    borders.step(NEAR, 2048);
    expect(alpha()).toBe(full);
    expect(asked()).toBe(1);
  });

  it('are open lines: no segment leads from an end back to its beginning', async () => {
    const { borders, arrived, drawn } = fixture(given);
    borders.step(NEAR, 0);
    await arrived();
    borders.step(NEAR, 16);
    // Two triangles for each of three segments.
    expect(drawn()[0]?.geometry.index?.count).toBe(3 * 6);
  });

  it('that could not be fetched are asked for again, but not at each frame', async () => {
    const { borders, arrived, drawn, asked } = fixture(failing, given);
    borders.step(NEAR, 0);
    await arrived();
    borders.step(NEAR, 1000);
    expect(asked()).toBe(1);
    borders.step(NEAR, 31_000);
    await arrived();
    borders.step(NEAR, 31_016);
    expect(asked()).toBe(2);
    expect(drawn().length).toBe(1);
  });

  it('go with the scene, and do not come when it is gone', async () => {
    const there = fixture(given);
    there.borders.step(NEAR, 0);
    await there.arrived();
    expect(there.scene.children[0]).toBeInstanceOf(Mesh);
    there.borders.dispose();
    expect(there.scene.children).toEqual([]);

    const coming = fixture(given);
    coming.borders.step(NEAR, 0);
    coming.borders.dispose();
    await coming.arrived();
    expect(coming.scene.children).toEqual([]);
  });
});
