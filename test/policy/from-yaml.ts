import { parseAllDocuments } from 'yaml';
import type { JsonObject, RawResource } from '../../src/input/model.ts';
import { readPolicies, type Policies } from '../../src/policy/policies.ts';

/** Kubernetes objects as the input layer delivers them. */
export function resourcesOf(yaml: string, source = 'policies.yaml'): readonly RawResource[] {
  return parseAllDocuments(yaml).map((document, index) => ({
    kind: 'kubernetes',
    value: document.toJS() as JsonObject,
    place: { source, pointer: '', document: index },
    state: 'active',
  }));
}

export function policiesOf(yaml: string): Policies {
  return readPolicies(resourcesOf(yaml));
}

/** A PeerAuthentication in one line; `age` is its creation time. */
export function peer(
  name: string,
  spec: string,
  { age, selector }: { readonly age?: string; readonly selector?: string } = {},
): string {
  const [namespace, short] = name.split('/');
  const created = age === undefined ? '' : `, creationTimestamp: "${age}"`;
  const selected = selector === undefined ? '' : `selector: {matchLabels: {${selector}}}, `;
  return `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: ${short ?? ''}, namespace: ${namespace ?? ''}${created}}
spec: {${selected}${spec}}
`;
}

/** A DestinationRule in one line. */
export function rule(name: string, spec: string, age?: string): string {
  const [namespace, short] = name.split('/');
  const created = age === undefined ? '' : `, creationTimestamp: "${age}"`;
  return `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${short ?? ''}, namespace: ${namespace ?? ''}${created}}
spec: {${spec}}
`;
}
