/** Network filters: what becomes of a connection after its chain was chosen. */
import type { Place } from '../../evidence.ts';
import type { JsonObject } from '../../input/model.ts';
import { extensionKind, readExtension } from './extension.ts';
import { messageOrEmpty, text } from './fields.ts';
import type { NetworkFilter } from '../model.ts';
import { readHttpConnectionManager } from './http-connection-manager.ts';
import { readRbac } from './rbac.ts';
import { readTcpProxy } from './tcp-proxy.ts';

/**
 * `at` is the filter's path in the listener; `path` of the result is that of its configuration
 * (`…/filters/0/typed_config`). `place` is the listener's.
 */
export function readNetworkFilter(filter: JsonObject, at: string, place: Place): NetworkFilter {
  const extension = readExtension(filter);
  const path = `${at}${extension.path}`;
  const { config } = extension;
  switch (extensionKind(extension)) {
    case 'http_connection_manager':
      return { kind: 'http', http: readHttpConnectionManager(config, path, place), path };
    case 'tcp_proxy':
      return { kind: 'tcp', tcp: readTcpProxy(config), path };
    case 'sni_cluster':
      return { kind: 'sni-cluster' };
    case 'rbac':
      return { kind: 'rbac', rbac: readRbac(config), path };
    case 'direct_response':
      return { kind: 'direct-response', response: text(messageOrEmpty(config, 'response'), 'inline_string') ?? '' };
    case 'echo':
      return { kind: 'echo' };
    default:
      return { kind: 'other', name: extension.name, typeUrl: extension.type };
  }
}
