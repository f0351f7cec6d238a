import { objectAt, objectsAt, textAt, textsAt } from './fields.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

/** rbac.istio.io ServiceRole (until Istio 1.5): what may be asked of which services. */
export interface ServiceRole extends KubernetesResource<'ServiceRole'> {
  readonly services: readonly string[];
}

/** rbac.istio.io ServiceRoleBinding: who has a ServiceRole. */
export interface ServiceRoleBinding extends KubernetesResource<'ServiceRoleBinding'> {
  readonly role: string;
  /** Users and namespaces named; peers without mutual TLS have neither. */
  readonly identities: readonly string[];
}

export function readServiceRole(from: Manifest): ServiceRole {
  return {
    ...header('ServiceRole', from, ['rules']),
    services: objectsAt(from.spec, 'rules').flatMap(({ value }) => textsAt(value, 'services') ?? []),
  };
}

export function readServiceRoleBinding(from: Manifest): ServiceRoleBinding {
  const subjects = objectsAt(from.spec, 'subjects').map(({ value }) => value);
  const role = textAt(objectAt(from.spec, 'roleRef'), 'name') ?? textAt(from.spec, 'role') ?? '';
  return {
    ...header('ServiceRoleBinding', from, ['subjects', 'roleRef', 'role', 'actions', 'mode']),
    role,
    identities: subjects.flatMap((subject) => [
      ...[textAt(subject, 'user')].filter((user) => user !== undefined),
      ...(textsAt(subject, 'namespaces') ?? []),
      ...[textAt(objectAt(subject, 'properties'), 'source.namespace')].filter((name) => name !== undefined),
    ]),
  };
}
