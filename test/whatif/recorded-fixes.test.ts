import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { causes } from '../../src/cause/causes.ts';
import { readCheckFile, type Expectation } from '../../src/check/check-file.ts';
import { questionOf } from '../../src/check/matching-edges.ts';
import { clientsNamed } from '../../src/edge/client-names.ts';
import type { EdgeQuestion } from '../../src/edge/question.ts';
import { outside } from '../../src/edge/trace.ts';
import type { RawResource } from '../../src/input/model.ts';
import { inspect, type Inspected } from '../../src/inspect.ts';
import { judgeEdge } from '../../src/judge-edge.ts';
import type { Deletion } from '../../src/policy/policy-changes.ts';
import { predict } from '../../src/prediction/predict.ts';
import type { CauseFinding, EndpointVerdict, Outcome, Verdict } from '../../src/verdict/model.ts';
import { resourcesOf } from '../policy/from-yaml.ts';
import { forgetFolders, recordedFolder, scenarios } from '../recordings/recordings.ts';

/** Causes whose fix is a policy. */
const policyCauses = new Set(
  causes
    .filter(({ group }) => ['Client-side rules', 'Server-side policy', 'Auto mTLS off or defeated'].includes(group))
    .map(({ code }) => code),
);

/** Causes that some recorded edge has. */
const shown = new Set<string>();

/** Causes whose fix was tried, and those of them that it mended somewhere. */
const tried = new Set<string>();
const mended = new Set<string>();

afterAll(forgetFolders);

/**
 * Those that were recorded for a cause; random ones would only repeat them, but for one: there a rule of the client's
 * namespace is for other clients, and one in the service's namespace would never be found.
 */
const staged = scenarios.filter((name) => !name.includes('random') || name === 'demo/random-14');

describe.each(staged)('the fixes for %s', (scenario) => {
  it('take away the causes for which they are given', async () => {
    const inspected = await read(scenario);
    const wrong: string[] = [];
    for (const { id, question, verdict, cause, endpoint } of troubled(inspected, await edges(scenario))) {
      shown.add(cause.code);
      for (const [at, fix] of cause.fix.entries()) {
        const change = at === 0 || fix.text.startsWith('Or ') ? changeOf(fix, inspected.objects) : undefined;
        if (change === undefined) continue;
        const { mesh, doubts, whatIf } = predict(inspected, change.resources, change.deletions);
        if (whatIf.outcomes.some(({ kind }) => kind === 'not-applied')) continue;
        tried.add(cause.code);
        const after = asked(judgeEdge(mesh, question, { strictEvidence: false, doubts }), endpoint);
        if (isBetter(verdict.outcome, after?.outcome)) mended.add(cause.code);
        else if (after === undefined || explains(after, cause.code)) {
          wrong.push(`#${id} ${cause.code}: ${verdict.outcome} → ${after?.outcome}: ${after?.because}\n${fix.yaml}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** Fixes that do what they say, which is another thing on the recorded edges. */
const otherwise = new Map([
  ['mesh-external-se', 'it is for a workload that has a proxy; the recorded one has none'],
  ['pa-selector-mismatch', 'it turns away the caller without a proxy that should not have been taken'],
]);

/** Recorded causes that no policy mends, and what does. */
const withoutPolicy = new Map([
  ['authz-principal-needs-mtls', 'the cause of the plaintext has a fix of its own'],
  ['endpoint-no-sidecar', 'a proxy beside the server'],
  ['mixed-endpoints', 'a proxy beside every server'],
  ['pa-permissive-half', 'callers that send mutual TLS; what they lack has a fix of its own'],
  ['pod-ip-passthrough', 'an application that dials the service'],
  ['undeclared-port', 'a Service that declares the port'],
]);

it('are tried for every policy cause that a recorded edge has', () => {
  expect([...shown].filter((code) => !tried.has(code)).toSorted()).toEqual([...withoutPolicy.keys()]);
});

it('turn an edge good where nothing else is wrong with it', () => {
  expect([...tried].filter((code) => !mended.has(code))).toEqual([...otherwise.keys()]);
  expect(tried.size).toBeGreaterThanOrEqual(16);
});

function explains({ causes: left }: EndpointVerdict, code: string): boolean {
  return left.some((each) => each.code === code && each.effect !== 'notice');
}

interface PolicyChange {
  readonly resources: readonly RawResource[];
  readonly deletions: readonly Deletion[];
}

/** What a fix tells to apply or to delete; undefined where it tells something else. */
function changeOf(
  { yaml, command }: CauseFinding['fix'][number],
  inForce: readonly RawResource[],
): PolicyChange | undefined {
  if (yaml !== undefined) return { resources: resourcesOf(yaml, 'fix.yaml'), deletions: [] };
  const patched = command === undefined ? undefined : patchedBy(command, inForce);
  if (patched !== undefined) return { resources: [patched], deletions: [] };
  const [, kind, name, namespace] = /^kubectl delete (\w+) (\S+) -n (\S+)$/u.exec(command ?? '') ?? [];
  if (kind === undefined || name === undefined || namespace === undefined) return undefined;
  return { resources: [], deletions: [{ kind, namespace, name }] };
}

/** The DestinationRule that a JSON patch takes a field out of, without it. */
function patchedBy(command: string, inForce: readonly RawResource[]): RawResource | undefined {
  const [, name, namespace, path] =
    /^kubectl patch destinationrule (\S+) -n (\S+) --type json -p '\[\{"op":"remove","path":"([^"]+)"\}\]'$/u.exec(
      command,
    ) ?? [];
  const found = inForce.find(
    ({ value: { kind, metadata } }) =>
      kind === 'DestinationRule' &&
      JSON.stringify(metadata) === JSON.stringify({ ...Object(metadata), name, namespace }),
  );
  if (found === undefined || path === undefined) return undefined;
  const steps = path.split('/').slice(1);
  return { ...found, value: without(found.value, steps) as RawResource['value'] };
}

function without(value: unknown, [step = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each, at): unknown => (String(at) === step ? without(each, rest) : each));
  return Object.fromEntries(
    Object.entries(Object(value) as Record<string, unknown>).flatMap(([key, each]) => {
      if (key !== step) return [[key, each] as const];
      return rest.length === 0 ? [] : [[key, without(each, rest)] as const];
    }),
  );
}

interface Troubled {
  readonly id: string;
  readonly question: EdgeQuestion;
  readonly verdict: EndpointVerdict;
  readonly cause: CauseFinding;
  readonly endpoint: string | undefined;
}

/** Edges of captured clients whose primary cause is a policy; one for each cause and server. */
function troubled(inspected: Inspected, expectations: readonly Expectation[]): readonly Troubled[] {
  const found = new Map<string, Troubled>();
  for (const expectation of expectations) {
    const named = clientsNamed(inspected.mesh, expectation.from);
    const [client] = named.kind === 'found' ? named.things : [];
    if (client === undefined && expectation.from !== outside) continue;
    const question = questionOf(inspected.mesh, expectation, client?.name ?? outside);
    const verdict = asked(judgeEdge(inspected.mesh, question, { strictEvidence: false }), expectation.endpoint);
    const cause = verdict?.causes.find(({ effect }) => effect !== 'notice');
    if (verdict === undefined || cause === undefined || !policyCauses.has(cause.code)) continue;
    const { id, endpoint } = expectation;
    found.set(`${cause.code} ${expectation.to}`, { id, question, verdict, cause, endpoint });
  }
  return [...found.values()];
}

function asked({ endpoints }: Verdict, endpoint: string | undefined): EndpointVerdict | undefined {
  return endpoints.find((each) => endpoint === undefined || each.endpoint === endpoint) ?? endpoints[0];
}

/** What failed works; what was weak is mutual TLS. */
function isBetter(before: Outcome, after: Outcome | undefined): boolean {
  return before === 'fails' ? after !== 'fails' && after !== 'undecided' : after === 'mtls';
}

async function read(scenario: string): Promise<Inspected> {
  const folder = await recordedFolder(scenario);
  const files = ['proxies', 'policies.yaml', 'mesh.yaml', '../base.yaml'].map((file) => join(folder, file));
  const sources = files.filter((path) => existsSync(path)).map((path) => ({ kind: 'path', path }) as const);
  return inspect(sources, { now: new Date(0) });
}

async function edges(scenario: string): Promise<readonly Expectation[]> {
  const folder = await recordedFolder(scenario);
  return readCheckFile(readFileSync(join(folder, 'edges.yaml'), 'utf8'), 'edges.yaml');
}
