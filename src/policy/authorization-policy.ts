import type { JsonObject } from '../input/model.ts';
import { fieldsBeside, labelsAt, objectAt, objectsAt, oneOf, textAt, textsAt, type Labels } from './fields.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

/** What a rule's sources ask of the peer's identity; only a mutual TLS peer has one. */
export interface AuthorizationRule {
  /** `principals`, `namespaces`, `serviceAccounts`: match peers with an identity only. */
  readonly identities: readonly string[];
  /** Their `not…` forms: match a peer without identity too. */
  readonly notIdentities: readonly string[];
  /** Destination ports the rule is limited to; empty: any. */
  readonly ports: readonly string[];
  /** Paths, methods, hosts, headers, JWT claims, addresses … are asked for as well. */
  readonly conditional: boolean;
  readonly path: string;
}

/** security.istio.io AuthorizationPolicy: decides over requests, never over connections. */
export interface AuthorizationPolicy extends KubernetesResource<'AuthorizationPolicy'> {
  readonly selector?: Labels;
  /** `kind/name` of what it is attached to instead of a selector. */
  readonly targetRefs: readonly string[];
  readonly action: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
  /** None with ALLOW: nothing is allowed. */
  readonly rules: readonly AuthorizationRule[];
}

const specFields = ['selector', 'targetRef', 'targetRefs', 'action', 'rules', 'provider'];
const identityFields = ['principals', 'namespaces', 'serviceAccounts'];
const notIdentityFields = ['notPrincipals', 'notNamespaces', 'notServiceAccounts'];

export function readAuthorizationPolicy(from: Manifest): AuthorizationPolicy {
  const { spec } = from;
  const selector = labelsAt(objectAt(spec, 'selector'), 'matchLabels');
  const single = objectAt(spec, 'targetRef');
  const targets = [
    ...(single === undefined ? [] : [single]),
    ...objectsAt(spec, 'targetRefs').map(({ value }) => value),
  ];
  return {
    ...header('AuthorizationPolicy', from, specFields),
    ...(selector === undefined ? {} : { selector }),
    targetRefs: targets.map((each) => `${textAt(each, 'kind') ?? ''}/${textAt(each, 'name') ?? ''}`),
    action: oneOf(textAt(spec, 'action'), ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'], 'ALLOW'),
    rules: objectsAt(spec, 'rules').map(({ value, index }) => rule(value, `/spec/rules/${index}`)),
  };
}

function rule(value: JsonObject, path: string): AuthorizationRule {
  const sources = objectsAt(value, 'from').map((each) => objectAt(each.value, 'source'));
  const operations = objectsAt(value, 'to').map((each) => objectAt(each.value, 'operation'));
  const others = [
    ...sources.flatMap((source) => fieldsBeside(source, [...identityFields, ...notIdentityFields], '')),
    ...operations.flatMap((operation) => fieldsBeside(operation, ['ports'], '')),
  ];
  return {
    identities: textsOf(sources, identityFields),
    notIdentities: textsOf(sources, notIdentityFields),
    ports: textsOf(operations, ['ports']),
    conditional: others.length > 0 || objectsAt(value, 'when').length > 0,
    path,
  };
}

function textsOf(objects: readonly (JsonObject | undefined)[], keys: readonly string[]): readonly string[] {
  return objects.flatMap((object) => keys.flatMap((key) => textsAt(object, key) ?? []));
}
