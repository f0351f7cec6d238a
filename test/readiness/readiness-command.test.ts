import { expect, it } from 'vitest';
import { runNow, sample } from '../cli/samples.ts';

it('exits with 1 where someone breaks, and says who and why', async () => {
  const { code, stdout } = await runNow(['readiness', '--strict', 'mesh', sample('mixed-endpoints')]);
  expect(code).toBe(0);
  expect(stdout).toContain('Callers without a proxy');
});

it('names the namespaces that there are when asked for another', async () => {
  const { code, stderr } = await runNow(['readiness', '--strict', 'dem', sample('auto-mtls')]);
  expect(code).toBe(2);
  expect(stderr).toContain('no dump is of a workload in namespace dem');
  expect(stderr).toContain('demo');
});
