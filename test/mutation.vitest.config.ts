/** The fast tests of the files that decide: what mutation testing runs over and over. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/envoy/{ip,transport-socket-selection}.test.ts',
      'test/envoy/listen/*.test.ts',
      'test/envoy/read/protobuf-value.test.ts',
      'test/envoy/tls/*.test.ts',
    ],
  },
});
