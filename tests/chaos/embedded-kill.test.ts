import { describe, expect, test } from 'vitest';
import { startGlobe } from '../support/globe';
import { privateFolder, waitFor } from '../support/processes';
import { openViewer } from '../support/viewer';

describe('the one-command globe, killed and started again', () => {
  test('has events again at once and counts nothing twice', async () => {
    const dataDir = privateFolder('killed');
    let before = 0;
    for (let run = 0; run < 3; run++) {
      const globe = await startGlobe({ env: { DATA_DIR: dataDir, RATE: '400' } });
      const viewer = await openViewer(globe.url);
      expect(viewer.snapshot.totals.repin).toBeGreaterThanOrEqual(before);
      const start = viewer.snapshot.totals.repin;
      await waitFor(() => viewer.totals.repin > start + 200, 'repins to come');
      const unlocated = viewer.totals.unlocatedRepins - viewer.snapshot.totals.unlocatedRepins;
      expect(viewer.count('repin')).toBe(viewer.totals.repin - start - unlocated);
      before = viewer.totals.repin;
      viewer.close();
      await globe.process.kill9();
    }
  });

  test('a cursor from before the kill is still good: the viewer gets what it missed, once', async () => {
    const dataDir = privateFolder('cursor');
    const first = await startGlobe({ env: { DATA_DIR: dataDir, RATE: '200' } });
    const port = new URL(first.url).port;
    const viewer = await openViewer(first.url);
    await waitFor(() => viewer.totals.repin > viewer.snapshot.totals.repin + 50, 'repins to come');
    await first.process.kill9();
    const second = await startGlobe({ env: { DATA_DIR: dataDir, RATE: '200', PORT: port } });
    const reached = viewer.totals.repin;
    await waitFor(() => viewer.totals.repin > reached + 50, 'the viewer to be back');
    const unlocated = viewer.totals.unlocatedRepins - viewer.snapshot.totals.unlocatedRepins;
    expect(viewer.count('repin')).toBe(viewer.totals.repin - viewer.snapshot.totals.repin - unlocated);
    expect({ gaps: viewer.gaps, repeats: viewer.repeats, resets: viewer.resets }).toEqual({
      gaps: 0,
      repeats: 0,
      resets: 0,
    });
    viewer.close();
    expect((await second.process.stop()).code).toBe(0);
  });
});
