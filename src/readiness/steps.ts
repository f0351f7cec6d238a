/** In which order namespaces can be switched to STRICT, each step tried on the ones before. */
import type { Side } from '../compare/side.ts';
import type { RawResource } from '../input/model.ts';
import { dnsDomainOf } from '../istio/dns-domain.ts';
import { readPolicies } from '../policy/policies.ts';
import { compareText } from '../policy/resource.ts';
import { predict } from '../prediction/predict.ts';
import type { AskedEdge } from './asked-edges.ts';
import { breaksOf } from './breaks.ts';
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
 * first, then the mesh as a whole.
 */
export function stepsTo(captured: Side, scope: StrictScope, asked: readonly AskedEdge[]): readonly Step[] {
  const inForce = readPolicies(captured.objects, dnsDomainOf(captured.mesh.proxies));
  const tried = (scopes: readonly StrictScope[]): readonly string[] => {
    const changes: readonly RawResource[] = scopes.map((each) => strictPolicy(each, inForce));
    const broken = breaksOf(asked, predict(captured, changes)).filter(({ after }) => after === 'fails');
    return [...new Set(broken.map(({ id }) => id))];
  };
  if (scope.kind === 'namespace') return [step(scope, tried([scope]))];
  // A policy of the root namespace is the mesh's.
  const { rootNamespace } = meshSettings(inForce);
  const others = serverNamespaces(captured).filter((name) => name !== rootNamespace);
  const single = others.map((name) => {
    const own: StrictScope = { kind: 'namespace', name };
    return { scope: own, breaks: tried([own]) };
  });
  const safe = single.filter(({ breaks }) => breaks.length === 0);
  const unsafe = single.filter(({ breaks }) => breaks.length > 0).toSorted((a, b) => a.breaks.length - b.breaks.length);
  const taken: StrictScope[] = [];
  const steps = [...safe, ...unsafe].map((each) => {
    const breaks = tried([...taken, each.scope]);
    if (breaks.length === 0) taken.push(each.scope);
    return step(each.scope, breaks);
  });
  return [...steps, step(scope, tried([...taken, scope]))];
}

function step(scope: StrictScope, breaks: readonly string[]): Step {
  return { scope: describeScope(scope), safe: breaks.length === 0, breaks };
}

/** Namespaces of captured sidecars, sorted. */
export function serverNamespaces({ mesh }: Pick<Side, 'mesh'>): readonly string[] {
  const servers = mesh.proxies.filter(({ node }) => node.kind !== 'router' && node.namespace !== '');
  return [...new Set(servers.map(({ node }) => node.namespace))].toSorted(compareText);
}
