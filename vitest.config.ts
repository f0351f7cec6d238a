import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './tools/generate-for-tests.mjs',
    // On two cores the default would be one.
    maxWorkers: '100%',
    // Limits against hanging, wide enough for a machine that is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', './tools/counting-reporter.mjs'],
    coverage: { include: ['src/**/*.ts'], exclude: ['src/generated/**', '**/*.d.ts'] },
  },
});
