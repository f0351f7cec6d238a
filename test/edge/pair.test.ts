import { expect, it } from 'vitest';
import { meshOf } from '../../src/edge/mesh.ts';
import { traceEdge } from '../../src/edge/trace.ts';
import { proxyOf } from '../envoy/builders.ts';

it('names an IPv6 address in brackets with its port, and without both in the command that looks for it', () => {
  const client = { ...proxyOf(), name: 'client' };
  const question = { from: 'outside', host: 'fd00::7', port: 80, speaks: 'http', authority: '' } as const;
  const [trace] = traceEdge(meshOf([client], new Date(0)), question);
  const missing = trace?.decision.kind === 'unknown' ? trace.decision.missing[0] : undefined;
  expect(missing?.what).toBe('a dump of whatever listens on [fd00::7]:80');
  expect(missing?.command).toContain('status.podIP=fd00::7\n');
});
