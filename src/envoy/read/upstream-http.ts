/**
 * How a cluster's HTTP pool talks and what it does about SNI: `HttpProtocolOptions` among the cluster's typed
 * extension options, or the fields of the cluster itself before 1.17.
 */
import type { JsonObject } from '../../input/model.ts';
import { unwrapAny } from './extension.ts';
import { flag, has, message, messageOrEmpty, text } from './fields.ts';
import type { Cluster } from '../model.ts';
import { present } from '../present.ts';
import { structIn } from './struct.ts';

type UpstreamHttp = Pick<Cluster, 'upstreamHttp' | 'autoSni' | 'autoSanValidation' | 'overrideAutoSniHeader'>;

const optionsKey = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';

export function readUpstreamHttp(cluster: JsonObject): UpstreamHttp {
  const any = structIn(messageOrEmpty(cluster, 'typed_extension_protocol_options'), optionsKey);
  const options = any === undefined ? undefined : unwrapAny(any, '').config;
  const sni = messageOrEmpty(options ?? cluster, 'upstream_http_protocol_options');
  return present({
    upstreamHttp: options === undefined ? readLegacyProtocol(cluster) : readProtocol(options),
    autoSni: flag(sni, 'auto_sni') ?? false,
    autoSanValidation: flag(sni, 'auto_san_validation') ?? false,
    overrideAutoSniHeader: text(sni, 'override_auto_sni_header'),
  });
}

function readProtocol(options: JsonObject): Cluster['upstreamHttp'] {
  if (has(options, 'use_downstream_protocol_config')) return 'downstream';
  if (has(options, 'auto_config')) return 'auto';
  const explicit = message(options, 'explicit_http_config');
  return explicit !== undefined && has(explicit, 'http2_protocol_options') ? 'http2' : 'http1';
}

function readLegacyProtocol(cluster: JsonObject): Cluster['upstreamHttp'] {
  const selection = text(cluster, 'protocol_selection') ?? text(cluster, 'hidden_envoy_deprecated_protocol_selection');
  if (selection === 'USE_DOWNSTREAM_PROTOCOL') return 'downstream';
  const http2 = ['http2_protocol_options', 'hidden_envoy_deprecated_http2_protocol_options'];
  return http2.some((name) => has(cluster, name)) ? 'http2' : 'http1';
}
