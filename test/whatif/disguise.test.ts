import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readCheckFile } from '../../src/check/check-file.ts';
import { runCheck } from '../../src/check/run-check.ts';
import { inspect } from '../../src/inspect.ts';
import { predict } from '../../src/prediction/predict.ts';
import { resourcesOf } from '../policy/from-yaml.ts';
import { disguise } from '../recordings/disguise.ts';
import { recordedFiles } from '../recordings/recordings.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-disguise-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ports = new Set([80, 443, 3306, 5432, 7777, 8080, 8443, 9000, 9080]);

it.each([
  ['demo/dr-simple-strict', 1],
  ['demo/dr-subset-disable', 2],
  ['demo/namespace-strict-port-disable', 3],
  ['demo/sidecar-egress-hides-web', 4],
])('predicts the same of %s under other names, ports, addresses, order and spelling', async (scenario, seed) => {
  const [files, baseline] = [await recordedFiles(scenario), await recordedFiles('demo/baseline')];
  const mask = disguise(seed, ports);
  const plain = write('plain', baseline, (dump) => dump);
  const masked = write('masked', baseline, (dump, at) => mask.dump(dump, at % 2 === 0));
  const [policies, edges] = [files.get('policies.yaml') ?? '', files.get('edges.yaml') ?? ''];
  expect(await outcomes(masked, mask.text(policies), mask.text(edges))).toEqual(await outcomes(plain, policies, edges));
});

function write(name: string, files: ReadonlyMap<string, string>, map: (dump: string, at: number) => string): string {
  const target = join(folder, name);
  rmSync(target, { recursive: true, force: true });
  const dumps = [...files].filter(([path]) => path.startsWith('proxies/'));
  for (const [at, [path, content]] of dumps.entries()) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), map(content, at));
  }
  return join(target, 'proxies');
}

async function outcomes(path: string, policies: string, edges: string): Promise<readonly string[]> {
  const inspected = await inspect([{ kind: 'path', path }], { now: new Date(0) });
  const { mesh, doubts } = predict(inspected, resourcesOf(policies));
  return readCheckFile(edges, 'edges.yaml').map((expectation) => {
    const { id, outcome, symptom } = runCheck(mesh, expectation, { strictEvidence: false, doubts });
    return `${id} ${outcome} ${symptom?.flags.join(',') ?? ''}`;
  });
}
