/** Who breaks when a namespace or the whole mesh accepts mutual TLS only. */
import type { Expectation } from '../check/check-file.ts';
import type { Side } from '../compare/side.ts';
import { dnsDomainOf } from '../istio/dns-domain.ts';
import { hasSelector } from '../policy/peer-authentication.ts';
import { readPolicies } from '../policy/policies.ts';
import { predict } from '../prediction/predict.ts';
import { askedEdges } from './asked-edges.ts';
import { breaksOf, type Break } from './breaks.ts';
import { callersUnseen, callersWithoutProxy, type Caller } from './callers.ts';
import { probesTurnedAway, type Probe } from './probes.ts';
import { stepsTo, type Step } from './steps.ts';
import { describeScope, strictPolicy, type StrictScope } from './strict-change.ts';

export interface Readiness {
  readonly scope: string;
  /** Edges that work today and would fail. */
  readonly breaks: readonly Break[];
  /** Edges of which it cannot be told. */
  readonly undecided: readonly Break[];
  /** Workloads without a proxy: whatever they call in the scope turns them away. */
  readonly withoutProxy: readonly Caller[];
  /** Workloads whose proxy was not captured. */
  readonly unseen: readonly Caller[];
  readonly probes: readonly Probe[];
  /** Narrower policies that keep their workloads from becoming STRICT, as `namespace/name MODE`. */
  readonly stays: readonly string[];
  readonly steps: readonly Step[];
  readonly assumptions: readonly string[];
}

/** Tries STRICT on the captured mesh, over the edges of a check file or over all of them. */
export function readiness(
  captured: Side,
  scope: StrictScope,
  expectations: readonly Expectation[] | undefined,
): Readiness {
  const inForce = readPolicies(captured.objects, dnsDomainOf(captured.mesh.proxies));
  const asked = askedEdges(captured.mesh, expectations);
  const prediction = predict(captured, [strictPolicy(scope, inForce)]);
  const changed = breaksOf(asked, prediction);
  const narrower = inForce.peerAuthentications.filter(
    (each) =>
      (each.mode === 'PERMISSIVE' || each.mode === 'DISABLE' || each.ports.some(({ mode }) => mode !== 'STRICT')) &&
      (scope.kind === 'mesh' || (each.namespace === scope.name && hasSelector(each))),
  );
  return {
    scope: describeScope(scope),
    breaks: changed.filter(({ after }) => after === 'fails'),
    undecided: changed.filter(({ after }) => after !== 'fails'),
    withoutProxy: callersWithoutProxy(captured.mesh, inForce),
    unseen: callersUnseen(captured.mesh, inForce),
    probes: probesTurnedAway(inForce, scope),
    stays: narrower.map(({ namespace, name, mode }) => `${namespace}/${name} ${mode}`),
    steps: stepsTo(captured, scope, asked),
    assumptions: prediction.whatIf.assumptions,
  };
}
