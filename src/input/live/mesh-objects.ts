/** Policies and services of a cluster, as kubectl prints them. */
import type { JsonObject, JsonValue, RawDump } from '../model.ts';
import { isObject } from '../spelling.ts';
import { Unusable } from '../unusable.ts';
import { Forbidden } from './complaint.ts';
import { kubectlText } from './kubectl.ts';
import type { KubectlOptions } from './kubernetes-target.ts';

/** Istio's resources that bear on mutual TLS, by their full names: other projects use the same short ones. */
const istio = [
  'peerauthentications.security.istio.io',
  'authorizationpolicies.security.istio.io',
  ...['destinationrules', 'virtualservices', 'sidecars', 'serviceentries', 'workloadentries', 'gateways'].map(
    (name) => `${name}.networking.istio.io`,
  ),
  'envoyfilters.networking.istio.io',
];

/** What is asked for, each once: together what is there in every mesh, alone what may not be there. */
const questions: readonly (readonly string[])[] = [['services,namespaces'], [istio.join(',')]];

/** What came, and a sentence for each thing that did not. */
export interface MeshObjects {
  readonly dump: RawDump;
  readonly missing: readonly string[];
}

/** Asks for objects of all namespaces; where that is forbidden, of these. Never throws. */
export async function meshObjects(options: KubectlOptions, namespaces: readonly string[]): Promise<MeshObjects> {
  const missing = new Set<string>();
  const found: JsonObject[] = [];
  const ask = async (words: readonly string[]): Promise<void> => {
    try {
      found.push(...(await everywhere(options, words, namespaces)));
    } catch (error) {
      const kinds = (words[0] ?? '').split(',');
      // One kind that is not there or not allowed must not take the others with it.
      // oxlint-disable-next-line no-await-in-loop -- few calls at a time
      if (kinds.length > 1) for (const kind of kinds) await ask([kind]);
      else missing.add(`${kinds.join('')}: ${error instanceof Unusable ? error.saw : String(error)}`);
    }
  };
  // oxlint-disable-next-line no-await-in-loop -- few calls at a time
  for (const words of questions) await ask(words);
  try {
    const config = ['get', 'configmap', 'istio', '--ignore-not-found', '-o', 'json'];
    found.push(...items(await kubectlText({ ...options, namespace: 'istio-system' }, config)));
  } catch (error) {
    missing.add(`configmap istio in istio-system: ${error instanceof Unusable ? error.saw : String(error)}`);
  }
  const place = { source: 'policies', pointer: '' };
  const resources = found.map((value) => ({ kind: 'kubernetes', value, place, state: 'active' }) as const);
  const sections = {
    bootstrap: false,
    listeners: false,
    clusters: false,
    endpoints: false,
    routes: false,
    secrets: false,
  };
  const dump = {
    source: 'policies',
    format: 'kubectl get',
    name: { file: 'policies' },
    sections,
    resources,
    incomplete: false,
  };
  return { dump, missing: [...missing] };
}

async function everywhere(
  given: KubectlOptions,
  words: readonly string[],
  namespaces: readonly string[],
): Promise<readonly JsonObject[]> {
  const { namespace: _, ...options } = given;
  try {
    return items(await kubectlText(options, ['get', ...words, '-A', '-o', 'json']));
  } catch (error) {
    if (!(error instanceof Forbidden) || namespaces.length === 0) throw error;
    const lists = await Promise.all(
      namespaces.map(async (namespace) =>
        items(await kubectlText({ ...options, namespace }, ['get', ...words, '-o', 'json'])),
      ),
    );
    return lists.flat();
  }
}

const parse: (text: string) => JsonValue = JSON.parse;

function items(text: string): readonly JsonObject[] {
  // `--ignore-not-found` prints nothing.
  if (text.trim() === '') return [];
  let value: JsonValue;
  try {
    value = parse(text);
  } catch {
    throw new Unusable('unreadable', 'something else than JSON from kubectl', 'run the same kubectl get by hand');
  }
  if (!isObject(value)) return [];
  return Array.isArray(value['items']) ? (value['items'] as readonly JsonValue[]).filter(isObject) : [value];
}
