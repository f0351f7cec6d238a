import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { observationOf } from '../../src/symptom/observation-of.ts';
import { readSighting } from '../../src/symptom/read-sightings.ts';
import { causesOf } from '../../src/cause/causes-of.ts';
import type { CauseInput } from '../../src/cause/context/context.ts';
import type { Observation } from '../../src/cause/context/observation.ts';
import { readCheckFile, type Expectation } from '../../src/check/check-file.ts';
import { questionOf } from '../../src/check/matching-edges.ts';
import { clientsNamed } from '../../src/edge/client-names.ts';
import type { Mesh } from '../../src/edge/mesh.ts';
import { traceEdge } from '../../src/edge/trace.ts';
import { inspect } from '../../src/inspect.ts';
import type { CauseFinding, Outcome } from '../../src/verdict/model.ts';
import { verdictOf } from '../../src/verdict/verdict.ts';
import { recordedFolder } from '../recordings/recordings.ts';

/** One edge of a sample as it was judged, and what causes are given of it. */
export interface SampleEdge {
  readonly expected: Expectation;
  readonly outcome: Outcome;
  readonly input: CauseInput;
  readonly causes: readonly CauseFinding[];
}

const here = fileURLToPath(new URL('./', import.meta.url));

/** Codes with a folder of their own, in which everything is constructed. */
export const constructed: readonly string[] = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** A recorded edge that shows a cause, and one beside it that does not. */
export interface RecordedSample {
  readonly found: RecordedPlace;
  readonly nearMiss: RecordedPlace;
}

/** `SCENARIO EDGE`, and the time of looking where it is not the time of recording. */
export interface RecordedPlace {
  readonly edge: string;
  readonly at?: string;
  /** Of the proxies, only these. */
  readonly proxies?: readonly string[];
  /** Why it is none, in words. */
  readonly says?: string;
}

export const recorded = new Map(
  Object.entries(
    JSON.parse(readFileSync(join(here, 'samples.json'), 'utf8')) as Readonly<Record<string, RecordedSample>>,
  ),
);

/** The files of a constructed sample by name; its near miss takes what is not in its own folder from beside it. */
export function constructedFiles(code: string, nearMiss: boolean): ReadonlyMap<string, string> {
  const folder = join(here, code);
  const files = new Map(filesIn(folder).map((path) => [basename(path), path]));
  if (nearMiss) for (const path of filesIn(join(folder, 'near-miss'))) files.set(basename(path), path);
  return files;
}

/** The edges of a constructed sample, or of its near miss. */
export async function constructedEdges(code: string, nearMiss = false): Promise<readonly SampleEdge[]> {
  const files = constructedFiles(code, nearMiss);
  const [edges, observed] = [files.get('edges.yaml'), files.get('observed.txt')];
  if (edges === undefined) throw new Error(`${code} has no edges.yaml`);
  const sources = [...files].filter(([name]) => name !== 'edges.yaml' && name !== 'observed.txt');
  const [sighting] = observed === undefined ? [] : readSighting(readFileSync(observed, 'utf8'));
  const { mesh } = await inspect(
    sources.map(([, path]) => ({ kind: 'path', path }) as const),
    { now: new Date('2026-11-22T11:00:00Z') },
  );
  return readCheckFile(readFileSync(edges, 'utf8'), edges).flatMap((expected) =>
    sampleEdges(mesh, expected, sighting === undefined ? undefined : observationOf(sighting)),
  );
}

/** The edge of a recording that a sample names. */
export async function recordedEdge({ edge, at, proxies }: RecordedPlace): Promise<readonly SampleEdge[]> {
  const [scenario = '', id = ''] = edge.split(' ');
  const folder = await recordedFolder(scenario);
  const dumps = proxies?.map((pod) => `proxies/${pod}.json`) ?? ['proxies'];
  const paths = [...dumps, 'policies.yaml', 'mesh.yaml', '../base.yaml'].map((file) => join(folder, file));
  const { mesh } = await inspect(
    paths.filter((path) => existsSync(path)).map((path) => ({ kind: 'path', path }) as const),
    { now: new Date('2026-11-22T11:00:00Z'), ...(at !== undefined && { at: new Date(at) }) },
  );
  return readCheckFile(readFileSync(join(folder, 'edges.yaml'), 'utf8'), 'edges.yaml')
    .filter((expected) => expected.id === id)
    .flatMap((expected) => sampleEdges(mesh, expected, undefined));
}

/** The edges that a folder asks about in its `edges.yaml`, as its dumps and resources have them. */
export async function folderEdges(folder: string): Promise<readonly SampleEdge[]> {
  const { mesh } = await inspect([{ kind: 'path', path: folder }], { now: new Date('2026-11-22T11:00:00Z') });
  return readCheckFile(readFileSync(join(folder, 'edges.yaml'), 'utf8'), 'edges.yaml').flatMap((expected) =>
    sampleEdges(mesh, expected, undefined),
  );
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name));
}

function sampleEdges(mesh: Mesh, expected: Expectation, observed: Observation | undefined): readonly SampleEdge[] {
  const named = clientsNamed(mesh, expected.from);
  const from = named.kind === 'found' ? (named.things[0]?.name ?? expected.from) : expected.from;
  return traceEdge(mesh, questionOf(mesh, expected, from)).flatMap((trace) => {
    const { outcome, endpoint } = verdictOf(trace, { strictEvidence: false });
    if (expected.endpoint !== undefined && endpoint !== undefined && endpoint !== expected.endpoint) return [];
    const input = { mesh, trace, outcome, ...(observed !== undefined && { observed }) };
    return [{ expected, outcome, input, causes: causesOf(input) }];
  });
}
