import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './tools/generate-for-tests.mjs',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './tools/counting-reporter.mjs'],
    coverage: { include: ['src/**/*.ts'], exclude: ['src/generated/**', '**/*.d.ts'] },
  },
});
