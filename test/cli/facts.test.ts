import { describe, expect, it } from 'vitest';
import { folderWith } from '../input/support/temporary-folder.ts';
import { runNow, sample } from './samples.ts';

function isEvidence(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'pointer' in value;
}

/** What a document says of edges, without where that was read. */
function judged(stdout: string, list = 'edges'): unknown {
  const document: unknown = JSON.parse(stdout, (_, value: unknown) => (isEvidence(value) ? null : value));
  return new Map(Object.entries(document ?? {})).get(list);
}

/** A file with the facts of these dumps. */
async function factsOf(dumps: string): Promise<string> {
  const { stdout } = await runNow(['facts', dumps]);
  return `${folderWith({ 'facts.ndjson': stdout })}/facts.ndjson`;
}

describe('facts', () => {
  it.each(['dr-disable-strict', 'mixed-endpoints', 'hbone'])('are judged as the dumps are: %s', async (name) => {
    const facts = await runNow(['facts', sample(`${name}/proxies`)]);
    expect(facts.code).toBe(0);
    const folder = folderWith({ 'facts.ndjson': facts.stdout });
    const [fromFacts, fromDumps] = [
      await runNow(['edges', '-o', 'json', `${folder}/facts.ndjson`]),
      await runNow(['edges', '-o', 'json', sample(`${name}/proxies`)]),
    ];
    expect(judged(fromFacts.stdout)).toEqual(judged(fromDumps.stdout));
    expect(fromFacts.code).toBe(fromDumps.code);
  });

  it('are checked as the dumps are', async () => {
    const dumps = sample('mixed-endpoints');
    const [fromFacts, fromDumps] = [
      await runNow(['check', '-o', 'json', `${dumps}/edges.yaml`, await factsOf(`${dumps}/proxies`)]),
      await runNow(['check', '-o', 'json', `${dumps}/edges.yaml`, `${dumps}/proxies`]),
    ];
    expect(judged(fromFacts.stdout, 'results')).toEqual(judged(fromDumps.stdout, 'results'));
    expect(fromFacts.code).toBe(fromDumps.code);
  });

  it('are reported as the dumps are', async () => {
    const dumps = sample('dr-disable-strict/proxies');
    const [fromFacts, fromDumps] = [
      await runNow(['report', '--format', 'json', await factsOf(dumps)]),
      await runNow(['report', '--format', 'json', dumps]),
    ];
    expect(judged(fromFacts.stdout)).toEqual(judged(fromDumps.stdout));
  });

  it('differ from dumps of another moment as their own dumps do', async () => {
    const [before, after] = [sample('auto-mtls/proxies'), sample('dr-disable-strict/proxies')];
    const [fromFacts, fromDumps] = [
      await runNow(['diff', '-o', 'json', await factsOf(before), await factsOf(after)]),
      await runNow(['diff', '-o', 'json', before, after]),
    ];
    expect(judged(fromFacts.stdout)).toEqual(judged(fromDumps.stdout));
    expect(judged(fromFacts.stdout)).not.toEqual([]);
  });

  it('differ in nothing from the dumps they are of', async () => {
    const dumps = sample('dr-disable-strict/proxies');
    const { stdout } = await runNow(['diff', '-o', 'json', dumps, await factsOf(dumps)]);
    expect(judged(stdout)).toEqual([]);
  });

  it('can be piped', async () => {
    const facts = await runNow(['facts', sample('auto-mtls/proxies')]);
    const edges = await runNow(['edges', '-'], { stdin: facts.stdout });
    expect(edges.stdout).toContain('mutual TLS');
  });

  it('need something to be read', async () => {
    const { code, stdout } = await runNow(['facts', '-'], {
      stdin: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n',
    });
    expect([code, stdout]).toEqual([2, '']);
  });
});
