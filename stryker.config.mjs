// Mutation testing of the files that decide, on demand. All of it takes hours; a group takes less:
// `npm run mutation -- --mutate 'src/envoy/tls/*.ts'`. The score has to be 80 at least; what survives is listed in
// reports/mutation. docs/envoy-truths.md says what was seen.
export default {
  mutate: [
    'src/envoy/ip.ts',
    'src/envoy/listen/*.ts',
    'src/envoy/read/matcher-json.ts',
    'src/envoy/read/protobuf-value.ts',
    'src/envoy/regex/*.ts',
    'src/envoy/string-matcher.ts',
    'src/envoy/tls/*.ts',
    'src/envoy/tls/x509/*.ts',
    'src/envoy/transport-socket-selection.ts',
  ],
  ignorePatterns: ['.venv-envoy', 'dist', 'reports', 'samples', 'test/recordings'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation.vitest.config.ts' },
  // Stryker cannot read a tsconfig with TypeScript 7; a name that is not there keeps it from trying.
  tsconfigFile: 'no-tsconfig.json',
  reporters: ['clear-text', 'html', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  thresholds: { high: 90, low: 80, break: 80 },
};
