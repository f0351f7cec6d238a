import { expect, it } from 'vitest';
import { complaint } from '../../src/input/live/complaint.ts';

const logged =
  'E1122 23:49:01.701022   10303 memcache.go:265] "Unhandled Error" err="couldn\'t get current server API group list: dial tcp 127.0.0.1:8080: connect: connection refused"';

it('repeats what kubectl says, and not what it logs before', () => {
  const said = 'The connection to the server localhost:8080 was refused - did you specify the right host or port?';
  expect(complaint(`${logged}\n${logged}\n${said}\n`, 1).saw).toBe(`a cluster that cannot be reached (${said})`);
});

it('repeats what kubectl logs where it says nothing else', () => {
  expect(complaint(logged, 1).saw).toContain('connection refused');
});
