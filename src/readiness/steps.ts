/** In which order namespaces can be switched to STRICT, and what each step breaks. */
import type { Side } from '../compare/side.ts';
import type { RawResource } from '../input/model.ts';
import { dnsDomainOf } from '../istio/dns-domain.ts';
import { readPolicies } from '../policy/policies.ts';
import { compareText } from '../policy/resource.ts';
import { predict } from '../prediction/predict.ts';
import type { AskedEdge } from './asked-edges.ts';
import { failuresOf, type Failure } from './breaks.ts';
import { meshSettings } from '../policy/mesh-settings.ts';
import { describeScope, strictPolicy, type StrictScope } from './strict-change.ts';

/** One step: a scope, and what would break by it when the steps before it are taken. */
export interface Step {
  readonly scope: string;
  readonly safe: boolean;
  readonly breaks: readonly string[];
}

/**
 * For a namespace that namespace; for the mesh each namespace with servers, those that break nothing
 * first, then the mesh as a whole. A policy of a namespace is for the servers there (Istio's
 * PeerAuthentication, docs/whatif.md), so all namespaces are tried at once: what breaks at the servers
 * of one is what its own policy breaks, whichever others are STRICT.
 */
export function stepsTo(captured: Side, scope: StrictScope, asked: readonly AskedEdge[]): readonly Step[] {
  const inForce = readPolicies(captured.objects, dnsDomainOf(captured.mesh.proxies));
  const failures = (scopes: readonly StrictScope[]): readonly Failure[] => {
    const changes: readonly RawResource[] = scopes.map((each) => strictPolicy(each, inForce));
    return failuresOf(asked, predict(captured, changes));
  };
  if (scope.kind === 'namespace') return [step(scope, failures([scope]))];
  // A policy of the root namespace is the mesh's.
  const { rootNamespace } = meshSettings(inForce);
  const names = serverNamespaces(captured).filter((name) => name !== rootNamespace);
  const own = names.map((name): StrictScope => ({ kind: 'namespace', name }));
  const found = failures(own);
  const failuresAt = (name: string | undefined): readonly Failure[] =>
    found.filter(({ namespace }) => namespace === name);
  const steps = own.map((each, index) => step(each, failuresAt(names[index])));
  const taken = own.filter((_, index) => steps[index]?.safe === true);
  return [...steps.toSorted((a, b) => a.breaks.length - b.breaks.length), step(scope, failures([...taken, scope]))];
}

function step(scope: StrictScope, failures: readonly Failure[]): Step {
  const breaks = [...new Set(failures.map(({ id }) => id))];
  return { scope: describeScope(scope), safe: breaks.length === 0, breaks };
}

/** Namespaces of captured sidecars, sorted. */
export function serverNamespaces({ mesh }: Pick<Side, 'mesh'>): readonly string[] {
  const servers = mesh.proxies.filter(({ node }) => node.kind !== 'router' && node.namespace !== '');
  return [...new Set(servers.map(({ node }) => node.namespace))].toSorted(compareText);
}
