/** What the policies do to callers that have no proxy, whoever they are: no dump shows them. */
import { knowing } from '../check/matching-edges.ts';
import { defaultAuthority } from '../edge/every-edge.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import { defaultSpeaks } from '../edge/speaks.ts';
import { outside } from '../edge/trace.ts';
import { judgeEdge } from '../judge-edge.ts';
import type { EndpointVerdict, Outcome } from '../verdict/model.ts';
import type { VerdictOptions } from '../verdict/verdict.ts';
import type { Prediction } from './predict.ts';

/** A port of a service, as a caller without a proxy finds it. */
export interface OutsideChange {
  /** `host:port`. */
  readonly to: string;
  /** `ip:port`. */
  readonly endpoint: string;
  readonly before: Outcome;
  readonly after: Outcome;
  /** One sentence. */
  readonly because: string;
}

/** Endpoints of services that treat such callers otherwise afterwards, sorted by service. */
export function outsideChanges(
  mesh: Mesh,
  { mesh: after, doubts }: Prediction,
  options: Pick<VerdictOptions, 'strictEvidence'>,
): readonly OutsideChange[] {
  return mesh.directory.ports.flatMap(({ host, port }) => {
    const question: EdgeQuestion = {
      from: outside,
      host,
      port,
      // As applications of the mesh speak to it, where one knows the service.
      speaks: defaultSpeaks(mesh, knowing(mesh, { host, port }), host, port),
      authority: defaultAuthority(host, port),
    };
    const was = byEndpoint(judgeEdge(mesh, question, options).endpoints);
    const is = byEndpoint(judgeEdge(after, question, { ...options, doubts }).endpoints);
    return [...was].flatMap(([endpoint, old]) => {
      const now = is.get(endpoint);
      if (now === undefined || now.outcome === old.outcome) return [];
      const to = `${host.includes(':') ? `[${host}]` : host}:${port}`;
      return [{ to, endpoint, before: old.outcome, after: now.outcome, because: now.because }];
    });
  });
}

function byEndpoint(verdicts: readonly EndpointVerdict[]): ReadonlyMap<string, EndpointVerdict> {
  return new Map(verdicts.flatMap((each) => (each.endpoint === undefined ? [] : [[each.endpoint, each]])));
}
