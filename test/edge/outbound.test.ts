import { describe, expect, it } from 'vitest';
import { walkOutbound } from '../../src/edge/outbound.ts';
import type { Destination } from '../../src/edge/model.ts';
import { chainOf, listenerOf, proxyOf } from '../envoy/builders.ts';

const capture = listenerOf({
  name: 'virtualOutbound',
  addresses: [{ kind: 'ip', ip: '0.0.0.0', port: 15_001 }],
  useOriginalDst: true,
  filterChains: [chainOf('passthrough')],
});
const ranged = listenerOf({
  name: '0.0.0.0_8888',
  addresses: [{ kind: 'ip', ip: '0.0.0.0', port: 8888 }],
  bindToPort: false,
  filterChains: [chainOf('of the service', { prefixRanges: [{ ip: '192.168.0.0', prefixLength: 24 }] })],
});

/** Why a client gets no further, or what would have to be seen. */
function stop(destination: Omit<Destination, 'port'>): string | undefined {
  const client = proxyOf({ listeners: [capture, ranged] });
  const question = { from: client.name, host: destination.host, port: 8888, speaks: 'tcp', authority: '' } as const;
  const walked = walkOutbound(client, { ...destination, port: 8888 }, question);
  if (!('stop' in walked)) return undefined;
  return walked.stop.kind === 'unknown' ? walked.stop.missing.what : walked.stop.kind;
}

describe('a listener with a chain for a range of addresses', () => {
  it('leaves open what becomes of a name whose address no dump tells', () => {
    expect(stop({ host: 'ranged.example' })).toBe('the address of ranged.example');
  });

  it('takes addresses of the range, and no others', () => {
    expect(stop({ host: 'ranged.example', ip: '192.168.0.7' })).toBe('no-filter');
    expect(stop({ host: 'ranged.example', ip: '10.0.0.1' })).toBe('no-chain');
  });
});
