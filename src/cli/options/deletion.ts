import { UsageError } from '../../errors.ts';
import { nearestNames } from '../../input/nearest-names.ts';
import type { Deletion } from '../../policy/policy-changes.ts';

/** Kinds that can be deleted, with the short names that kubectl takes for them. */
const kinds = new Map([
  ['PeerAuthentication', ['pa']],
  ['DestinationRule', ['dr']],
  ['VirtualService', ['vs']],
  ['Sidecar', []],
  ['ServiceEntry', ['se', 'serviceentries']],
  ['WorkloadEntry', ['we', 'workloadentries']],
  ['Gateway', ['gw']],
  ['EnvoyFilter', []],
  ['AuthorizationPolicy', ['ap', 'authorizationpolicies']],
]);

const words = new Map(
  [...kinds].flatMap(([kind, others]) =>
    [kind.toLowerCase(), `${kind.toLowerCase()}s`, ...others].map((word) => [word, kind] as const),
  ),
);

/** Reads `--delete`: KIND/NAMESPACE/NAME, the kind as kubectl takes it. Throws a `UsageError`. */
export function readDeletion(text: string): Deletion {
  const [word = '', namespace = '', name = '', ...more] = text.split('/');
  if (namespace === '' || name === '' || more.length > 0) {
    throw wrong(`\`${text}\` names no resource`, 'Write KIND/NAMESPACE/NAME: peerauthentication/istio-system/default.');
  }
  const kind = words.get(word.toLowerCase());
  if (kind !== undefined) return { kind, namespace, name };
  const near = nearestNames(word.toLowerCase(), [...words.keys()]).map((each) => words.get(each) ?? each);
  const known = near.length > 0 ? [...new Set(near)] : [...kinds.keys()];
  throw wrong(`\`${word}\` is no kind that can be deleted`, `Write one of ${known.join(', ')}.`);
}

function wrong(what: string, todo: string): UsageError {
  return new UsageError({ what, where: '--delete', todo });
}
