/** The fast tests of the files that decide: what mutation testing runs over and over. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/envoy/{accepting-listener,filter-chain-*,ip,listener-filters,matcher,prefix-table}.test.ts',
      'test/envoy/{protobuf-value,transport-socket-selection}.test.ts',
    ],
  },
});
