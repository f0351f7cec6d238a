import { expect, it } from 'vitest';
import type { HttpConnectionManager } from '../../src/envoy/model.ts';
import { readHttpConnectionManager } from '../../src/envoy/read/http-connection-manager.ts';
import { routedHost } from '../../src/envoy/route-selection.ts';

function managerOf(config: Readonly<Record<string, boolean>>): HttpConnectionManager {
  return readHttpConnectionManager(config, '', { source: 'test', pointer: '' });
}

it.each([
  [{}, 'a.test:80', 'a.test:80'],
  [{ strip_any_host_port: true }, 'a.test:81', 'a.test'],
  [{ stripAnyHostPort: true }, '[fd00::1]:81', '[fd00::1]'],
  [{ strip_matching_host_port: true }, 'a.test:80', 'a.test'],
  [{ strip_matching_host_port: true }, 'a.test:81', 'a.test:81'],
])('a manager with %j routes %s by %s', (config, authority, routed) => {
  expect(routedHost(authority, 80, managerOf(config))).toBe(routed);
});
