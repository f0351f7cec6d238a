/** `HttpConnectionManager`: codec, routes, and those HTTP filters that bear on identity or ALPN. */
import type { Place } from '../../evidence.ts';
import type { JsonObject } from '../../input/model.ts';
import { type Extension, extensionKind, readExtension } from './extension.ts';
import { flag, has, message, messageOrEmpty, messages, text, texts } from './fields.ts';
import type { HttpConnectionManager, HttpFilter } from '../model.ts';
import { present } from '../present.ts';
import { readRbac } from './rbac.ts';
import { readRouteConfiguration } from './route.ts';

const codecs = ['HTTP1', 'HTTP2', 'HTTP3'] as const;
/** `FilterConfig.Protocol` of istio.alpn; HTTP10 is the enum's zero and therefore left out in JSON. */
const upstreamProtocols = ['HTTP10', 'HTTP11', 'HTTP2'] as const;

/** `path` is that of the configuration in the listener, which stands at `place`. */
export function readHttpConnectionManager(config: JsonObject, path: string, place: Place): HttpConnectionManager {
  const codec = text(config, 'codec_type');
  const routes = message(config, 'route_config');
  const filters = messages(config, 'http_filters').map(
    (filter, index) => [filter, `${path}/http_filters/${index}`] as const,
  );
  return present({
    codec: codecs.find((known) => known === codec) ?? ('AUTO' as const),
    routeConfigName: text(messageOrEmpty(config, 'rds'), 'route_config_name'),
    routeConfig: routes === undefined ? undefined : readRouteConfiguration(routes, place, `${path}/route_config`),
    stripsHostPort: readStrippedPort(config),
    httpFilters: filters.map(([filter, at]) => readHttpFilter(filter, at)),
    istioAuthnPeer: filters.map(([filter]) => readAuthnPeer(readExtension(filter))).find((peer) => peer !== undefined),
  });
}

function readStrippedPort(config: JsonObject): HttpConnectionManager['stripsHostPort'] {
  if (flag(config, 'strip_any_host_port') === true) return 'any';
  return flag(config, 'strip_matching_host_port') === true ? 'matching' : undefined;
}

function readHttpFilter(filter: JsonObject, at: string): HttpFilter {
  const extension = readExtension(filter);
  const kind = flag(filter, 'disabled') === true ? 'disabled' : extensionKind(extension);
  switch (kind) {
    case 'rbac':
      return { kind: 'rbac', rbac: readRbac(extension.config), path: `${at}${extension.path}` };
    case 'alpn':
      return { kind: 'istio-alpn', override: readAlpnOverride(extension.config) };
    default:
      return { kind: 'other', name: extension.name, typeUrl: extension.type };
  }
}

/** `alpn_override[]{upstream_protocol, alpn_override[]}` of `istio.alpn`, by protocol (HTTP10, HTTP11, HTTP2). */
function readAlpnOverride(config: JsonObject): Readonly<Record<string, readonly string[]>> {
  const entries = messages(config, 'alpn_override').map((entry) => {
    const written = text(entry, 'upstream_protocol');
    const protocol = upstreamProtocols.find((known) => known === written) ?? 'HTTP10';
    return [protocol, texts(entry, 'alpn_override')] as const;
  });
  return Object.fromEntries(entries);
}

/** `policy.peers[].mtls` of `istio_authn`: an empty message means STRICT, its enum's zero. */
function readAuthnPeer(extension: Extension): HttpConnectionManager['istioAuthnPeer'] {
  const kind = extensionKind(extension);
  if (kind !== 'authn' && kind !== 'istio_authn') return undefined;
  const peer = messages(messageOrEmpty(extension.config, 'policy'), 'peers').find((method) => has(method, 'mtls'));
  if (peer === undefined) return undefined;
  const mtls = messageOrEmpty(peer, 'mtls');
  const permissive = text(mtls, 'mode') === 'PERMISSIVE' || flag(mtls, 'allow_tls') === true;
  return permissive ? 'PERMISSIVE' : 'STRICT';
}
