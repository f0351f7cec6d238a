import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCheckFile } from '../../src/check/check-file.ts';
import { runCheck, type CheckResult } from '../../src/check/run-check.ts';
import { sourceArgument } from '../../src/input/argument.ts';
import { inspect } from '../../src/inspect.ts';
import { forgetFolders, recordedFiles, recordedFolder, scenarios } from './recordings.ts';

/** What really happened to a request: the parts that a verdict predicts. */
interface Observed {
  readonly id: string;
  readonly kind: string;
  readonly outcome: string;
  readonly acceptable?: readonly string[];
  readonly reply: { readonly status?: number; readonly code?: number };
  readonly clientLog: { readonly flags?: string } | null;
}

const tally = { symptoms: 0, right: 0 };

afterAll(forgetFolders);

describe.each(scenarios)('recorded mesh %s', (scenario) => {
  it('is judged as it really happened, edge by edge', async () => {
    const files = await recordedFiles(scenario);
    const observed = JSON.parse(files.get('observed.json') ?? '[]') as readonly Observed[];
    const results = await judge(scenario, files.get('edges.yaml') ?? '');
    const asked = observed.filter((truth) => results.has(truth.id));
    const wrong = asked.filter((truth) => !agrees(truth, results.get(truth.id)));
    expect(asked.length).toBe(results.size);
    expect(wrong.map((truth) => `#${truth.id} was ${truth.outcome}, said ${results.get(truth.id)?.outcome}`)).toEqual(
      [],
    );
    for (const truth of asked) countSymptom(truth, results.get(truth.id));
  });
});

it('predicts flags and status of at least 98 % of the failures', () => {
  expect(tally.symptoms).toBeGreaterThan(1000);
  expect(tally.right / tally.symptoms).toBeGreaterThanOrEqual(0.98);
});

async function judge(scenario: string, edges: string): Promise<Map<string, CheckResult>> {
  const folder = await recordedFolder(scenario);
  const { mesh } = await inspect([sourceArgument(join(folder, 'proxies'))], { now: new Date(0) });
  const options = { strictEvidence: false };
  const results = readCheckFile(edges, 'edges.yaml').map((expectation) => runCheck(mesh, expectation, options));
  return new Map(results.map((result) => [result.id, result]));
}

function agrees(truth: Observed, said: CheckResult | undefined): boolean {
  return said !== undefined && (said.outcome === truth.outcome || (truth.acceptable ?? []).includes(said.outcome));
}

/** As the application and the client's proxy see it; URX only says that retries were used up. */
function countSymptom(truth: Observed, said: CheckResult | undefined): void {
  const flags = flagsOf(truth.clientLog?.flags?.split(',') ?? []);
  if (truth.outcome !== 'fails' || flags === '' || said?.outcome !== 'fails') return;
  tally.symptoms += 1;
  const status = truth.reply.status ?? truth.reply.code;
  const sameStatus = truth.kind !== 'http' || status === undefined || said.symptom?.status === status;
  if (sameStatus && flagsOf(said.symptom?.flags ?? []) === flags) tally.right += 1;
}

function flagsOf(flags: readonly string[]): string {
  return flags
    .filter((flag) => flag !== 'URX' && flag !== '-')
    .toSorted()
    .join();
}
