import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCheckFile } from '../../src/check/check-file.ts';
import { runCheck } from '../../src/check/run-check.ts';
import type { RawDump } from '../../src/input/model.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { inspect, type Inspected } from '../../src/inspect.ts';
import { Pseudonyms } from '../../src/redact/pseudonyms/pseudonyms.ts';
import { redactDumps } from '../../src/redact/redact.ts';
import { forgetFolders, recordedFiles, recordedFolder, scenarios } from '../recordings/recordings.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-redacted-'));
const key = '00'.repeat(32);

afterAll(() => {
  forgetFolders();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(scenarios.filter((_scenario, index) => index % 6 === 0))('redacted dumps of %s', (scenario) => {
  it('give the facts and the verdicts of the originals, and the verdicts under other names too', async () => {
    const path = await recordedFolder(scenario);
    const original = await read(path);
    const { dumps } = await readSources([{ kind: 'path', path }]);
    const plain = await read(write(dumps, undefined));
    expect(facts(plain)).toEqual(facts(original));
    const expected = await verdicts(original, scenario, (text) => text);
    expect(await verdicts(plain, scenario, (text) => text)).toEqual(expected);
    const pseudonyms = new Pseudonyms({ key });
    const renamed = await read(write(dumps, pseudonyms));
    expect(await verdicts(renamed, scenario, (text) => pseudonyms.text(text))).toEqual(expected);
  });
});

function read(path: string): Promise<Inspected> {
  return inspect([{ kind: 'path', path }], { now: new Date(0) });
}

function write(dumps: readonly RawDump[], pseudonyms: Pseudonyms | undefined): string {
  const target = mkdtempSync(join(folder, 'mesh-'));
  for (const { path, text, leaks } of redactDumps(dumps, pseudonyms === undefined ? {} : { pseudonyms })) {
    expect(leaks).toEqual([]);
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
  return target;
}

/** What is read of the proxies, without where it stands. */
function facts({ mesh }: Inspected): unknown {
  return withoutPlaces(mesh.proxies);
}

const places = new Set(['place', 'path', 'versionInfo', 'sources']);

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name, each]) => !places.has(name) && each !== undefined);
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutPlaces(each)]));
}

/** What is said of each edge; names that certificates show stand in brackets. */
async function verdicts(
  { mesh }: Inspected,
  scenario: string,
  rename: (text: string) => string,
): Promise<readonly string[]> {
  const edges = (await recordedFiles(scenario)).get('edges.yaml') ?? '';
  return readCheckFile(edges, 'edges.yaml').map((expectation) => {
    const { from, to, endpoint, authority } = expectation;
    const asked = {
      ...expectation,
      from: rename(from),
      to: rename(to),
      ...(endpoint !== undefined && { endpoint: rename(endpoint) }),
      ...(authority !== undefined && { authority: rename(authority) }),
    };
    const { id, outcome, symptom, causes } = runCheck(mesh, asked, { strictEvidence: false });
    const failure = [symptom?.status, ...(symptom?.flags ?? []), symptom?.transportFailure].join(' ');
    return `${id} ${outcome} ${failure.replaceAll(/\[[^\]]*\]/gu, '[…]')} ${causes.join(' ')}`;
  });
}
