import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readCheckFile } from '../../src/check/check-file.ts';
import { runCheck } from '../../src/check/run-check.ts';
import { sourceArgument } from '../../src/input/argument.ts';
import { inspect } from '../../src/inspect.ts';
import { disguise } from './disguise.ts';
import { recordedFiles, scenarios } from './recordings.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-disguise-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(scenarios.map((scenario, index) => [scenario, index + 1] as const))(
  'gives the same verdicts for %s under other names, ports, addresses, order and spelling',
  async (scenario, seed) => {
    const files = await recordedFiles(scenario);
    const edges = files.get('edges.yaml') ?? '';
    const mask = disguise(seed, portsOf(files));
    const plain = join(folder, 'plain');
    const masked = join(folder, 'masked');
    let camel = seed % 2 === 0;
    for (const [path, content] of files) {
      if (!path.startsWith('proxies/')) continue;
      write(join(plain, path), content);
      write(join(masked, path), mask.dump(content, camel));
      camel = !camel;
    }
    const before = await outcomes(join(plain, 'proxies'), edges);
    const after = await outcomes(join(masked, 'proxies'), mask.text(edges));
    expect(after).toEqual(before);
    rmSync(plain, { recursive: true });
    rmSync(masked, { recursive: true });
  },
);

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Every port that some dump dials or listens on, the proxies' own excepted. */
function portsOf(files: ReadonlyMap<string, string>): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [path, content] of files) {
    if (!path.startsWith('proxies/')) continue;
    for (const [, digits] of content.matchAll(
      /"(?:port_value|portValue|destination_port|destinationPort)": ?(\d+)/gu,
    )) {
      const port = Number(digits);
      if (port > 0 && (port < 15_000 || port > 15_100)) found.add(port);
    }
  }
  return found;
}

async function outcomes(proxies: string, edges: string): Promise<string[]> {
  const { mesh } = await inspect([sourceArgument(proxies)], { now: new Date(0) });
  return readCheckFile(edges, 'edges.yaml').map((expectation) => {
    const { id, outcome, symptom } = runCheck(mesh, expectation, { strictEvidence: false });
    return `${id} ${outcome} ${symptom?.flags.join(',') ?? ''}`;
  });
}
