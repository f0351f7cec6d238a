/** What became of each resource that was to be applied or deleted. */
import type { Policies } from '../policy/policies.ts';
import { names, type Deletion } from '../policy/policy-changes.ts';
import type { Outcome, PolicyRef } from './model.ts';
import { policyRef } from './change-log.ts';

/** Kinds that are translated. */
const translated = [
  'peerAuthentications',
  'destinationRules',
  'virtualServices',
  'sidecars',
  'serviceEntries',
  'workloadEntries',
  'gateways',
] as const;

/** Kinds that are read and change no connection, and why. */
const harmless = [
  [
    'authorizationPolicies',
    'it decides over requests and connections that are there already, not over how they are made',
  ],
  ['serviceRoles', 'it decides over requests, not over connections'],
  ['serviceRoleBindings', 'it decides over requests, not over connections'],
  ['namespaces', 'labels of a namespace take effect when pods are started anew'],
] as const;

/** Kinds that are not translated, and why. */
const untranslated = [
  ['envoyFilters', 'what a patch makes of a configuration is not worked out'],
  ['legacyPolicies', 'policies of Istio 1.5 and older are read and explained, not applied'],
  ['services', 'which endpoints a Service has is known only when it runs'],
  ['pods', 'what runs is taken from the dumps'],
  ['workloads', 'what runs is taken from the dumps'],
] as const;

/** API groups whose resources change no connection. */
const harmlessGroups = new Set(['telemetry.istio.io', 'extensions.istio.io', 'rbac.authorization.k8s.io']);

/** One line for each resource of the change, in the order of kinds, and for each deletion. */
export function outcomesOf(inForce: Policies, changes: Policies, deletions: readonly Deletion[]): readonly Outcome[] {
  const applied = translated.flatMap((key) => changes[key].map((each) => appliedOver(inForce[key], each)));
  const idle = harmless.flatMap(([key, reason]) => changes[key].map((each) => withoutEffect(each, reason)));
  const skipped = untranslated.flatMap(([key, reason]) => {
    const old: readonly PolicyRef[] = inForce[key];
    return changes[key].map((each): Outcome =>
      isSame(old, each)
        ? { kind: 'unchanged', resource: policyRef(each) }
        : { kind: 'not-applied', resource: policyRef(each), reason },
    );
  });
  return [
    ...applied,
    ...changes.meshConfigs.map((each): Outcome => ({
      kind: 'applied',
      change: 'changed',
      resource: meshConfigRef(each),
    })),
    ...idle,
    ...skipped,
    ...changes.others.map((each) =>
      harmlessGroups.has(each.group) || each.kind === 'RequestAuthentication' || each.group === ''
        ? withoutEffect(each, 'it has no bearing on who connects to whom with what')
        : ({ kind: 'not-applied', resource: policyRef(each), reason: 'resources of this kind are not read' } as const),
    ),
    ...deletions.map((each) => deleted(inForce, each)),
  ];
}

function appliedOver(inForce: readonly PolicyRef[], resource: PolicyRef): Outcome {
  if (isSame(inForce, resource)) return { kind: 'unchanged', resource: policyRef(resource) };
  const change = inForce.some((each) => names(each, resource)) ? 'changed' : 'added';
  return { kind: 'applied', change, resource: policyRef(resource) };
}

/** Whether what is in force says the same, wherever it was read. */
function isSame(inForce: readonly PolicyRef[], resource: PolicyRef): boolean {
  return inForce.some((each) => names(each, resource) && content(each) === content(resource));
}

function content(resource: PolicyRef): string {
  return JSON.stringify(resource, (key, value: unknown) => (key === 'place' || key === 'created' ? undefined : value));
}

function withoutEffect(resource: PolicyRef, reason: string): Outcome {
  return { kind: 'without-effect', resource: policyRef(resource), reason };
}

function deleted(inForce: Policies, deletion: Deletion): Outcome {
  const known = [
    ...translated,
    'envoyFilters' as const,
    'authorizationPolicies' as const,
    'legacyPolicies' as const,
  ].flatMap((key): readonly PolicyRef[] => inForce[key]);
  const found = known.find((each) => names(deletion, each));
  const byScope =
    deletion.kind.toLowerCase() === 'peerauthentication' &&
    inForce.peerAuthentications.some((each) => each.created === '' && each.namespace === deletion.namespace);
  if (found !== undefined || byScope)
    return { kind: 'applied', change: 'deleted', resource: policyRef(found ?? deletion) };
  const reason = 'it is neither among the sources nor named by any dump; name a source that has it';
  return { kind: 'not-applied', resource: policyRef(deletion), reason };
}

function meshConfigRef({ name, place }: Policies['meshConfigs'][number]): PolicyRef {
  const [namespace = '', own = ''] = name.split('/');
  return { kind: 'MeshConfig', namespace, name: own, place };
}
