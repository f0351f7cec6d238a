/** What ports of services carry, as far as clients are configured by it. */
import type { PolicyIndex } from '../policy/policy-index.ts';
import { outboundProtocol } from './entry-services.ts';

/**
 * Whether a port carries TLS, so that `tcp` routes are not for it (Istio: `IsTLS`, pkg/config/protocol). A
 * dump does not tell such a port from any other TCP: without a manifest it is the one that HTTPS has by default.
 */
export function isTlsPort(host: string, port: number, { policies }: PolicyIndex): boolean {
  const entry = policies.serviceEntries.find(({ hosts }) => hosts.includes(host));
  const entered = entry?.ports.find(({ number }) => number === port);
  if (entered !== undefined) return outboundProtocol(entered.protocol) === 'tls';
  const service = policies.services.find(({ namespace, name }) => host.startsWith(`${name}.${namespace}.svc.`));
  const served = service?.ports.find(({ number }) => number === port);
  if (served === undefined) return port === 443;
  const [prefix = ''] = (served.appProtocol === '' ? served.name : served.appProtocol).split('-');
  return outboundProtocol(prefix) === 'tls';
}
