import { describe, expect, it } from 'vitest';
import { folderWith } from '../input/support/temporary-folder.ts';
import { runNow, sample } from './samples.ts';

/** What a document says of edges, without where that was read. */
function judged(stdout: string): unknown {
  const { edges } = JSON.parse(stdout) as { edges: unknown };
  return JSON.parse(JSON.stringify(edges), (key, value: unknown) => (key === 'evidence' ? undefined : value));
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
