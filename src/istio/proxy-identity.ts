/** The SPIFFE ID that a proxy shows to others. */
import { chainOf } from '../envoy/tls/certificates.ts';
import type { CertificateFacts, Proxy, Secret } from '../envoy/model.ts';
import { serverListeners } from './server-listener.ts';
import { parseSpiffeId, spiffeId } from './spiffe.ts';

/** istiod's name for the workload's own certificate, since SDS came in 1.1. */
const workloadSecret = 'default';

/**
 * What its certificate says; where none was seen, what its node says it runs as, in the trust domain whose clients it
 * takes. Undefined where that is not known either.
 */
export function proxyIdentity(proxy: Proxy): string | undefined {
  return certified(proxy) ?? declared(proxy);
}

function certified({ secrets, certificates }: Proxy): string | undefined {
  const delivered = secrets.filter((secret) => secret.delivered);
  const own = delivered.filter((secret) => secret.name === workloadSecret);
  return only(identitiesOf(own)) ?? only(identitiesOf(delivered)) ?? only(certificates.flatMap(identityOf));
}

function identitiesOf(secrets: readonly Secret[]): readonly string[] {
  return secrets.flatMap(({ certificate }) => {
    const leaf = certificate === undefined ? undefined : chainOf(certificate)?.facts[0];
    return leaf === undefined ? [] : identityOf(leaf);
  });
}

function identityOf({ uris, ca }: CertificateFacts): readonly string[] {
  const [uri] = uris;
  return uri === undefined || ca || parseSpiffeId(uri) === undefined ? [] : [uri];
}

/** Several that differ name nobody. */
function only(identities: readonly string[]): string | undefined {
  return new Set(identities).size === 1 ? identities[0] : undefined;
}

/** istiod limits a server's clients to its own trust domain first, then to the aliases. */
function declared(proxy: Proxy): string | undefined {
  const { serviceAccount, namespace } = proxy.node;
  const trustDomain = proxy.node.trustDomain || acceptedTrustDomain(proxy);
  if (serviceAccount === '' || namespace === '' || trustDomain === undefined) return undefined;
  return spiffeId(trustDomain, namespace, serviceAccount);
}

function acceptedTrustDomain(proxy: Proxy): string | undefined {
  for (const { filterChains } of serverListeners(proxy)) {
    for (const { transportSocket } of filterChains) {
      const sans = transportSocket?.kind === 'tls' ? (transportSocket.tls.validation?.sans ?? []) : [];
      const prefix = sans.find(({ matcher }) => matcher.kind === 'prefix');
      const trustDomain = parseSpiffeId(prefix?.matcher.value ?? '')?.trustDomain;
      if (trustDomain !== undefined) return trustDomain;
    }
  }
  return undefined;
}
