import type { JsonObject } from '../input/model.ts';
import { labelsAt, numberAt, objectAt, objectsAt, textAt, textsAt, type Labels } from './fields.ts';
import { resolveHost } from './host-names.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

/** Where a route leads. */
export interface RouteDestination {
  /** With a short name resolved in the VirtualService's namespace. */
  readonly host: string;
  readonly subset: string;
  /** Port of the Service; undefined: the port that was asked for. */
  readonly port?: number;
  /** As written; undefined: what a single destination gets, everything. */
  readonly weight?: number;
}

/** What a match asks of the client, decided when the proxy's configuration is written. */
export interface SourceMatch {
  /** `mesh` or `namespace/name`; undefined: those of the VirtualService. */
  readonly gateways?: readonly string[];
  readonly sourceLabels: Labels;
  readonly sourceNamespace: string;
  readonly port?: number;
}

export interface HttpMatch extends SourceMatch {
  /** The path asked for, where nothing else is. */
  readonly uri?: { readonly kind: 'prefix' | 'path' | 'regex'; readonly value: string };
  /** Headers, methods, query parameters, authorities … are asked for. */
  readonly conditional: boolean;
}

export interface HttpRoute {
  /** Any of them; empty: every request. */
  readonly matches: readonly HttpMatch[];
  readonly action:
    | { readonly kind: 'route'; readonly destinations: readonly RouteDestination[] }
    | { readonly kind: 'redirect'; readonly https: boolean }
    | { readonly kind: 'direct-response'; readonly status: number }
    | { readonly kind: 'delegate'; readonly name: string; readonly namespace: string };
  readonly path: string;
}

export interface TlsMatch extends SourceMatch {
  readonly sniHosts: readonly string[];
  readonly destinationSubnets: readonly string[];
}

/** A route of `tls` or `tcp`; TCP matches ask for no SNI. */
export interface ConnectionRoute {
  readonly matches: readonly TlsMatch[];
  readonly destinations: readonly RouteDestination[];
  readonly path: string;
}

/** networking.istio.io VirtualService: which cluster a request takes. */
export interface VirtualService extends KubernetesResource<'VirtualService'> {
  /** With short names resolved. */
  readonly hosts: readonly string[];
  /** `mesh` for sidecars, else `namespace/name`. */
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly http: readonly HttpRoute[];
  readonly tls: readonly ConnectionRoute[];
  readonly tcp: readonly ConnectionRoute[];
}

export function readVirtualService(from: Manifest): VirtualService {
  const base = header('VirtualService', from, ['hosts', 'gateways', 'http', 'tls', 'tcp', 'exportTo']);
  const { namespace } = base;
  const home: Home = { namespace, dnsDomain: from.dnsDomain };
  const gateways = gatewayNames(from.spec, namespace) ?? [];
  const connectionRoutes = (key: 'tls' | 'tcp'): readonly ConnectionRoute[] =>
    objectsAt(from.spec, key).map(({ value, index }) => ({
      matches: objectsAt(value, 'match').map((match) => ({
        ...sourceMatch(match.value, namespace),
        sniHosts: textsAt(match.value, 'sniHosts') ?? [],
        destinationSubnets: textsAt(match.value, 'destinationSubnets') ?? [],
      })),
      destinations: destinations(value, home),
      path: `/spec/${key}/${index}`,
    }));
  return {
    ...base,
    hosts: (textsAt(from.spec, 'hosts') ?? []).map((host) => resolveHost(host, namespace, from.dnsDomain)),
    gateways: gateways.length === 0 ? ['mesh'] : gateways,
    exportTo: textsAt(from.spec, 'exportTo') ?? [],
    http: objectsAt(from.spec, 'http').map(({ value, index }) => httpRoute(value, home, `/spec/http/${index}`)),
    tls: connectionRoutes('tls'),
    tcp: connectionRoutes('tcp'),
  };
}

/** Where short names are completed. */
interface Home {
  readonly namespace: string;
  readonly dnsDomain: string;
}

function httpRoute(value: JsonObject, home: Home, path: string): HttpRoute {
  const { namespace } = home;
  const matches = objectsAt(value, 'match').map((match) => httpMatch(match.value, namespace));
  const redirect = objectAt(value, 'redirect');
  if (redirect !== undefined) {
    return { matches, action: { kind: 'redirect', https: textAt(redirect, 'scheme') === 'https' }, path };
  }
  const response = objectAt(value, 'directResponse');
  if (response !== undefined) {
    return { matches, action: { kind: 'direct-response', status: numberAt(response, 'status') ?? 0 }, path };
  }
  const delegate = objectAt(value, 'delegate');
  if (delegate !== undefined) {
    const name = textAt(delegate, 'name') ?? '';
    const inNamespace = textAt(delegate, 'namespace') ?? namespace;
    return { matches, action: { kind: 'delegate', name, namespace: inNamespace }, path };
  }
  return { matches, action: { kind: 'route', destinations: destinations(value, home) }, path };
}

const sourceFields = new Set(['name', 'gateways', 'port', 'sourceLabels', 'sourceNamespace', 'uri', 'ignoreUriCase']);

function httpMatch(value: JsonObject, namespace: string): HttpMatch {
  const uri = objectAt(value, 'uri');
  const kinds = [
    ['prefix', 'prefix'],
    ['exact', 'path'],
    ['regex', 'regex'],
  ] as const;
  const found = kinds.flatMap(([key, kind]) => {
    const text = textAt(uri, key);
    return text === undefined ? [] : [{ kind, value: text }];
  });
  const [first] = found;
  return {
    ...sourceMatch(value, namespace),
    ...(first === undefined ? {} : { uri: first }),
    conditional: Object.keys(value).some((key) => !sourceFields.has(key)),
  };
}

function sourceMatch(value: JsonObject, namespace: string): SourceMatch {
  const gateways = gatewayNames(value, namespace);
  const port = numberAt(value, 'port');
  return {
    ...(gateways === undefined ? {} : { gateways }),
    sourceLabels: labelsAt(value, 'sourceLabels') ?? {},
    sourceNamespace: textAt(value, 'sourceNamespace') ?? '',
    ...(port === undefined ? {} : { port }),
  };
}

function destinations(value: JsonObject, { namespace, dnsDomain }: Home): readonly RouteDestination[] {
  return objectsAt(value, 'route').map((each) => {
    const destination = objectAt(each.value, 'destination');
    const port = numberAt(objectAt(destination, 'port'), 'number');
    const weight = numberAt(each.value, 'weight');
    return {
      host: resolveHost(textAt(destination, 'host') ?? '', namespace, dnsDomain),
      subset: textAt(destination, 'subset') ?? '',
      ...(port === undefined ? {} : { port }),
      ...(weight === undefined ? {} : { weight }),
    };
  });
}

/** `name`, `./name`, `namespace/name` and the old `name.namespace.svc…`, all as `namespace/name`. */
function gatewayNames(value: JsonObject | undefined, namespace: string): readonly string[] | undefined {
  return textsAt(value, 'gateways')?.map((name) => {
    if (name === 'mesh') return name;
    if (name.startsWith('./')) return `${namespace}/${name.slice(2)}`;
    if (name.includes('/')) return name;
    const [first = '', second] = name.split('.');
    return `${second ?? namespace}/${first}`;
  });
}
