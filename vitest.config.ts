import { defineConfig } from 'vitest/config';

/** Real parts are started per file; one file at a time keeps a small machine honest. */
const withParts = { testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false } as const;

export default defineConfig({
  test: {
    reporters: ['default', './scripts/tally-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{app,bench,components,lib,server,scripts}/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'docs', include: ['tests/docs/**/*.test.ts'], ...withParts } },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], ...withParts } },
      { test: { name: 'chaos', include: ['tests/chaos/**/*.test.ts'], ...withParts } },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...withParts } },
    ],
  },
});
