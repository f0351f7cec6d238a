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

/** Each recording goes one of two ways, as that takes half the time; with MTLSCOPE_EVERYTHING=1 both, with every edge. */
const everything = process.env['MTLSCOPE_EVERYTHING'] === '1';
const ways = scenarios.flatMap((scenario, at) =>
  (['plain', 'renamed'] as const)
    .filter((_way, which) => everything || at % 2 === which)
    .map((way) => [scenario, way] as const),
);
const edgesAsked = everything ? Infinity : 12;

describe('redacted dumps', () => {
  it.each(ways.filter(([, way]) => way === 'plain'))(
    'of %s give the facts and verdicts of the originals',
    async (scenario) => {
      const original = await read(await recordedFolder(scenario));
      const plain = await read(write(await dumpsOf(scenario), undefined));
      expect(facts(plain)).toEqual(facts(original));
      expect(await verdicts(plain, scenario, same)).toEqual(await verdicts(original, scenario, same));
    },
  );

  it.each(ways.filter(([, way]) => way === 'renamed'))(
    'of %s give its verdicts under other names',
    async (scenario) => {
      const original = await read(await recordedFolder(scenario));
      const pseudonyms = new Pseudonyms({ key });
      const renamed = await read(write(await dumpsOf(scenario), pseudonyms));
      const expected = await verdicts(original, scenario, same);
      expect(await verdicts(renamed, scenario, (text) => pseudonyms.text(text))).toEqual(expected);
    },
  );
});

/** No other names. */
function same(text: string): string {
  return text;
}

function read(path: string): Promise<Inspected> {
  return inspect([{ kind: 'path', path }], { now: new Date(0) });
}

async function dumpsOf(scenario: string): Promise<readonly RawDump[]> {
  return (await readSources([{ kind: 'path', path: await recordedFolder(scenario) }])).dumps;
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
  const all = readCheckFile(edges, 'edges.yaml');
  // Spread over the file, which goes by client.
  const some = all.filter((_edge, at) => at % Math.max(1, Math.ceil(all.length / edgesAsked)) === 0);
  return some.map((expectation) => {
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
