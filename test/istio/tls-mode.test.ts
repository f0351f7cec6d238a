import { describe, expect, it } from 'vitest';
import { endpointTlsMode } from '../../src/istio/tls-mode.ts';

describe('how istiod marks an endpoint', () => {
  it.each([
    [{ tlsMode: 'istio' }, 'istio'],
    [{ tlsMode: 'disabled' }, 'disabled'],
    [{ tlsMode: 'strange' }, 'other'],
    [{ tunnel: 'http' }, 'hbone'],
    [{}, 'unmarked'],
  ])('with %j is %s', (socketMatchMetadata, mode) => {
    expect(endpointTlsMode({ socketMatchMetadata }, { metadataKnown: true })).toBe(mode);
  });

  it('is unmarked without metadata', () => {
    expect(endpointTlsMode({}, { metadataKnown: true })).toBe('unmarked');
  });

  it('is not known where the source carries no metadata, which is not the same', () => {
    expect(endpointTlsMode({}, { metadataKnown: false })).toBe('unknown');
  });
});
