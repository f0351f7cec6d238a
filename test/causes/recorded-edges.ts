import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckFile } from '../../src/check/check-file.ts';
import { questionOf } from '../../src/check/matching-edges.ts';
import { clientsNamed } from '../../src/edge/client-names.ts';
import { meshOf, type Mesh } from '../../src/edge/mesh.ts';
import { inspect } from '../../src/inspect.ts';
import { judgeEdge } from '../../src/judge-edge.ts';
import type { CauseFinding, EndpointVerdict } from '../../src/verdict/model.ts';
import { byEffect } from '../../src/cause/causes-of.ts';
import { recordedFolder } from '../recordings/recordings.ts';

/** A recorded edge, and what is said of it with and without Istio's resources beside the dumps. */
export interface RecordedEdge {
  readonly id: string;
  /** What happened. */
  readonly happened: readonly string[];
  readonly withPolicies: readonly CauseFinding[];
  readonly dumpsAlone: readonly CauseFinding[];
}

/** Every edge of a recorded scenario. */
export async function recordedEdges(scenario: string): Promise<readonly RecordedEdge[]> {
  const folder = await recordedFolder(scenario);
  const files = ['proxies', 'policies.yaml', 'mesh.yaml', '../base.yaml'].map((file) => join(folder, file));
  const sources = files.filter((path) => existsSync(path)).map((path) => ({ kind: 'path', path }) as const);
  const { mesh } = await inspect(sources, { now: new Date('2026-11-01T00:00:00Z') });
  const alone = meshOf(mesh.proxies, mesh.at);
  return readCheckFile(readFileSync(join(folder, 'edges.yaml'), 'utf8'), 'edges.yaml').map((expectation) => ({
    id: expectation.id,
    happened: expectation.expect,
    withPolicies: findings(mesh, expectation),
    dumpsAlone: findings(alone, expectation),
  }));
}

function findings(mesh: Mesh, expectation: ReturnType<typeof readCheckFile>[number]): readonly CauseFinding[] {
  const named = clientsNamed(mesh, expectation.from);
  const clients = named.kind === 'found' ? named.things.map(({ name }) => name) : [expectation.from];
  const all = clients.flatMap(
    (from) => judgeEdge(mesh, questionOf(mesh, expectation, from), { strictEvidence: false }).endpoints,
  );
  return byEffect(asked(all, expectation.endpoint).flatMap(({ causes }) => causes));
}

/** The endpoint that the recorded request reached; of a service with several others are not asked about. */
function asked(all: readonly EndpointVerdict[], endpoint: string | undefined): readonly EndpointVerdict[] {
  const exact = all.filter((each) => endpoint === undefined || each.endpoint === endpoint);
  return exact.length > 0 ? exact : all;
}
