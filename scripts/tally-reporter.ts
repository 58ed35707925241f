import type { Reporter, TestModule } from 'vitest/node';

/** Closes the run with `N passed, N failed` on a line of its own, and names what was skipped. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]) {
    const tally = { passed: 0, failed: unhandled.length, skipped: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      // What fails outside of a test (loading, beforeAll, afterAll) must not look like a success.
      const hooks = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length;
      tally.failed += hooks + (module.errors().length > 0 ? 1 : 0);
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') tally.passed++;
        else if (state === 'failed') tally.failed++;
        else {
          tally.skipped++;
          skipped.push(test.fullName);
        }
      }
    }
    for (const name of skipped) console.log(`SKIPPED: ${name}`);
    const tail = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
    // After the default reporter's own summary.
    process.once('exit', () => console.log(`${tally.passed} passed, ${tally.failed} failed${tail}`));
  }
}
