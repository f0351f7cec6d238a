/** The whole pipeline, from the words of a command line to a mesh that can be asked. */
import { meshOf, type Mesh } from './edge/mesh.ts';
import type { SourceArgument } from './input/argument.ts';
import { createLocator, type Locate } from './input/locate.ts';
import { dnsDomainOf } from './istio/dns-domain.ts';
import { noPolicies } from './policy/no-policies.ts';
import type { Policies } from './policy/policies.ts';
import { indexIfAny } from './policy/policy-index.ts';
import { readProxies, type InspectOptions, type ReadProxies } from './read-proxies.ts';

/** Everything the sources said. */
export interface Inspected extends ReadProxies {
  readonly mesh: Mesh;
  /** The objects, read. */
  readonly policies: Policies;
  /** Looks evidence up in the sources' texts. */
  readonly locate: Locate;
}

/** Reads the sources and puts the mesh together. Never throws for what stands in a source. */
export async function inspect(args: readonly SourceArgument[], options: InspectOptions): Promise<Inspected> {
  const read = await readProxies(args, options);
  const policies = await policiesIn(read);
  return {
    ...read,
    mesh: meshOf(read.proxies, read.time.at, indexIfAny(policies)),
    policies,
    locate: createLocator(read.texts),
  };
}

/** The readers of policies load a YAML parser, which most runs have no use for. */
async function policiesIn({ objects, proxies }: ReadProxies): Promise<Policies> {
  if (objects.length === 0) return noPolicies;
  const { readPolicies } = await import('./policy/policies.ts');
  return readPolicies(objects, dnsDomainOf(proxies));
}
