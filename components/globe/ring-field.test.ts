import { describe, expect, it } from 'vitest';
import { RingBuffer } from '../../lib/globe/ring-buffer';
import { toVector } from '../../lib/globe/sphere';
import { RingField } from './ring-field';
import { createSceneUniforms } from './scene-uniforms';

const LIFE_MS = 2_500;
const paris = toVector(48.85, 2.35);

/** No WebGL: what is looked at is what the renderer would be told to draw and to upload. */
function fixture(capacity = 8) {
  const buffer = new RingBuffer(capacity, LIFE_MS, 0);
  const field = new RingField(buffer, createSceneUniforms());
  const { geometry } = field.mesh;
  return {
    buffer,
    field,
    push: (count: number, birthMs: number) => {
      for (let index = 0; index < count; index++) buffer.push(paris, 0, birthMs, 1, 'repin');
    },
    drawn: () => geometry.groups.map(({ start, count }) => [start / 6, count / 6]),
    /** Slots that would be uploaded of an attribute since the last call. */
    uploads: (name: string) => {
      const attribute = geometry.getAttribute(name);
      if (!('updateRanges' in attribute)) throw new Error(`${name} is no attribute of its own`);
      const slots = attribute.updateRanges.map(({ start, count }) => [
        start / (4 * attribute.itemSize),
        count / (4 * attribute.itemSize),
      ]);
      attribute.clearUpdateRanges();
      return slots;
    },
  };
}

describe('the ring field', () => {
  it('draws nothing, and is not even asked, while nothing lives', () => {
    const { field, drawn } = fixture();
    field.flush(0);
    expect(drawn()).toEqual([]);
    expect(field.mesh.visible).toBe(false);
  });

  it('draws the live window with one call, and with two where it wraps', () => {
    const { field, push, drawn } = fixture();
    push(6, 0);
    field.flush(1);
    expect(drawn()).toEqual([[0, 6]]);
    field.flush(LIFE_MS);
    expect(drawn()).toEqual([]);
    push(5, 3_000);
    field.flush(3_001);
    expect(drawn()).toEqual([
      [6, 2],
      [0, 3],
    ]);
    expect(field.mesh.visible).toBe(true);
  });

  it.each(['placed', 'born', 'kind'])('uploads of %s what came new and nothing else', (name) => {
    const { field, push, uploads } = fixture();
    push(3, 0);
    field.flush(1);
    expect(uploads(name)).toEqual([[0, 3]]);
    field.flush(2);
    expect(uploads(name)).toEqual([]);
    push(1, 3);
    field.flush(4);
    expect(uploads(name)).toEqual([[3, 1]]);
  });

  it('hands the arrays themselves to the GPU, so that a lost context costs no ring', () => {
    const { field, buffer } = fixture();
    expect(field.mesh.geometry.getAttribute('placed').array).toBe(buffer.placed);
    expect(field.mesh.geometry.getAttribute('born').array).toBe(buffer.born);
    expect(field.mesh.geometry.getAttribute('kind').array).toBe(buffer.kind);
  });

  it('spans two triangles over the four corners of every slot', () => {
    const { field } = fixture(2);
    expect([...(field.mesh.geometry.index?.array ?? [])]).toEqual([0, 1, 2, 2, 1, 3, 4, 5, 6, 6, 5, 7]);
  });

  it('sets the time once for all rings', () => {
    const { field } = fixture();
    field.flush(1_750);
    expect(field.uniforms.uTime.value).toBe(1.75);
  });
});
