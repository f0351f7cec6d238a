/** A captured mesh as it would be with other policies, ready to be asked. */
import type { Side } from '../compare/side.ts';
import { meshOf, type Mesh } from '../edge/mesh.ts';
import type { Trace } from '../edge/model.ts';
import type { Missing } from '../edge/question.ts';
import { serviceDirectory } from '../edge/service-directory.ts';
import type { RawResource } from '../input/model.ts';
import { dnsDomainOf } from '../istio/dns-domain.ts';
import { readPolicies } from '../policy/policies.ts';
import { indexIfAny } from '../policy/policy-index.ts';
import type { Deletion } from '../policy/policy-changes.ts';
import { applyPolicies } from '../whatif/apply.ts';
import type { WhatIf } from '../whatif/model.ts';
import { certificateDoubts, namedSecrets } from './certificate-doubts.ts';
import { concerns } from './concerns.ts';

/** What is predicted. */
export interface Prediction {
  readonly mesh: Mesh;
  readonly whatIf: WhatIf;
  /** What cannot be known of a connection; for the verdict's options. */
  readonly doubts: (trace: Trace) => readonly Missing[];
}

/**
 * The mesh were `changes` applied and `deletions` deleted. Policies in force are those among the
 * sources; what the dumps show of others is taken as it is.
 */
export function predict(
  { mesh, objects }: Side,
  changes: readonly RawResource[],
  deletions: readonly Deletion[] = [],
): Prediction {
  const domain = dnsDomainOf(mesh.proxies);
  const change = { changes: readPolicies(changes, domain), deletions };
  const whatIf = applyPolicies(mesh.proxies, readPolicies(objects, domain), change);
  const after = meshOf(whatIf.proxies, mesh.at, indexIfAny(whatIf.policies));
  // A service that no proxy knows any more still has its address, and applications still dial it.
  const directory = serviceDirectory([...after.proxies, ...mesh.proxies]);
  const known = namedSecrets(mesh.proxies);
  const unsettled = (trace: Trace): readonly Missing[] =>
    whatIf.unsettled
      .filter((doubt) => concerns(doubt, trace))
      .map(({ because }) => ({
        what: because,
        decides: 'what becomes of this connection',
        command: 'apply it to a test namespace, capture again, and run mtlscope check',
      }));
  return {
    mesh: { ...after, directory },
    whatIf,
    doubts: (trace) => [...unsettled(trace), ...certificateDoubts(trace, known)],
  };
}
