/** Pods as the API server describes them, as far as finding their proxies goes. */
import { isObject, objectField, stringField } from '../spelling.ts';
import type { JsonObject, JsonValue } from '../model.ts';
import { Unusable } from '../unusable.ts';
import { Forbidden } from './complaint.ts';
import { kubectlText } from './kubectl.ts';
import type { KubectlOptions, KubernetesTarget } from './kubernetes-target.ts';

export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly ips: readonly string[];
  /** The container that runs Envoy: an ordinary or a native sidecar, or a gateway's only one. */
  readonly proxy?: string;
  /** That container says it is ready. */
  readonly ready: boolean;
}

/** Containers that run an Envoy of Istio. */
const proxyContainers = new Set(['istio-proxy']);

/** The pods that a word means: one, or those a deployment or service selects. Throws `Unusable`. */
export async function podsOf(target: KubernetesTarget): Promise<readonly Pod[]> {
  const { resource, name } = target;
  const object = parse(await kubectlText(target, ['get', resource, name, '-o', 'json']));
  if (resource === 'pod') return [readPod(object)];
  const spec = objectField(object, 'spec');
  const selector = resource === 'service' ? spec && objectField(spec, 'selector') : matchLabels(spec);
  const labels = Object.entries(selector ?? {}).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${key}=${value}`] : [],
  );
  if (labels.length === 0) throw selectsNothing(resource);
  const namespace = stringField(objectField(object, 'metadata') ?? {}, 'namespace');
  const where = namespace === undefined ? target : { ...target, namespace };
  const pods = readPods(await kubectlText(where, ['get', 'pods', '-l', labels.join(','), '-o', 'json']));
  if (pods.length === 0) throw selectsNothing(resource);
  return pods;
}

function selectsNothing(resource: KubernetesTarget['resource']): Unusable {
  return new Unusable('unreadable', `a ${resource} that selects no pods`, 'name the pod itself: pod/NAME');
}

/**
 * The pods that have an address; several where they use the node's network. Whoever may not look everywhere looks in
 * `namespaces`. Throws `Unusable`.
 */
export async function podsAt(
  options: KubectlOptions,
  ip: string,
  namespaces: readonly string[] = [],
): Promise<readonly Pod[]> {
  const { namespace: _, ...anywhere } = options;
  const words = ['--field-selector', `status.podIP=${ip}`, '-o', 'json'];
  try {
    return readPods(await kubectlText(anywhere, ['get', 'pods', '-A', ...words]));
  } catch (error) {
    if (!(error instanceof Forbidden) || namespaces.length === 0) throw error;
    const found = await Promise.all(
      namespaces.map(async (each) =>
        readPods(await kubectlText({ ...options, namespace: each }, ['get', 'pods', ...words])),
      ),
    );
    return found.flat();
  }
}

function matchLabels(spec: JsonObject | undefined): JsonObject | undefined {
  const selector = spec && objectField(spec, 'selector');
  return selector && objectField(selector, 'matchLabels');
}

const parseJson: (text: string) => JsonValue = JSON.parse;

function parse(text: string): JsonObject {
  try {
    const value = parseJson(text);
    if (isObject(value)) return value;
  } catch {
    // Said below: whatever it is, it is no answer of an API server.
  }
  throw new Unusable(
    'unreadable',
    'something else than JSON from kubectl',
    'run kubectl get pods -o json by hand to see why',
  );
}

/** The pods of a list. */
export function readPods(text: string): readonly Pod[] {
  const { items } = parse(text);
  return Array.isArray(items) ? (items as readonly JsonValue[]).filter(isObject).map(readPod) : [];
}

function readPod(pod: JsonObject): Pod {
  const metadata = objectField(pod, 'metadata') ?? {};
  const spec = objectField(pod, 'spec') ?? {};
  const status = objectField(pod, 'status') ?? {};
  const containers = [...namesIn(spec['containers']), ...namesIn(spec['initContainers'])];
  const proxy = containers.find((name) => proxyContainers.has(name));
  const statuses = [...listIn(status['containerStatuses']), ...listIn(status['initContainerStatuses'])];
  const ips = [stringField(status, 'podIP'), ...listIn(status['podIPs']).map((each) => stringField(each, 'ip'))];
  return {
    name: stringField(metadata, 'name') ?? '',
    namespace: stringField(metadata, 'namespace') ?? 'default',
    ips: [...new Set(ips.filter((ip) => ip !== undefined))],
    ...(proxy !== undefined && { proxy }),
    ready: statuses.some((each) => stringField(each, 'name') === proxy && each['ready'] === true),
  };
}

function namesIn(value: JsonValue | undefined): string[] {
  return listIn(value).flatMap((each) => stringField(each, 'name') ?? []);
}

function listIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
}
