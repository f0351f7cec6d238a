/** The TLS contexts clients send with, as istiod writes them (pilot/pkg/networking/core/cluster_tls.go). */
import type {
  Cluster,
  Proxy,
  SecretReference,
  TransportSocket,
  UpstreamTls,
  ValidationContext,
} from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { parseSpiffeId, spiffeId } from '../istio/spiffe.ts';
import type { ClientTls } from '../policy/destination-rule.ts';

const noValidation: ValidationContext = {
  sans: [],
  certificateHashes: [],
  spkiHashes: [],
  acceptUntrusted: false,
  allowExpired: false,
  onlyVerifyLeafCrl: false,
};

/** The context with the mesh's own certificates among a cluster's sockets: of auto mTLS or of ISTIO_MUTUAL. */
export function meshContext(cluster: Cluster): UpstreamTls | undefined {
  const sockets = [cluster.transportSocket, ...cluster.transportSocketMatches.map((match) => match.transportSocket)];
  return sockets.map(upstreamTls).find((tls) => tls !== undefined && isMeshContext(tls));
}

function upstreamTls(socket: TransportSocket | undefined): UpstreamTls | undefined {
  return socket?.kind === 'tls' && socket.tls.kind === 'upstream' ? socket.tls : undefined;
}

function isMeshContext(tls: UpstreamTls): boolean {
  return tls.certificateSecrets.some(({ name }) => name === 'default') && tls.validationSecret?.name === 'ROOTCA';
}

/**
 * A mesh context for a cluster: SANs and SNI as its rule says, else the service's identities and
 * Istio's own SNI. `templates` are contexts to take the rest from, the nearest first.
 */
export function istioMutual(
  clusterName: string,
  rule: Pick<ClientTls, 'sni' | 'subjectAltNames'> | undefined,
  serviceSans: readonly string[],
  templates: readonly (UpstreamTls | undefined)[],
  http2: boolean,
): UpstreamTls {
  const template = templates.find((each) => each !== undefined) ?? defaultContext;
  const name = parseClusterName(clusterName);
  const sni = name?.direction === 'outbound' ? `outbound_.${name.port}_.${name.subset}_.${name.host}` : clusterName;
  const sans = rule?.subjectAltNames ?? serviceSans;
  const alpn = template.alpn.filter((each) => each !== 'h2');
  return {
    ...template,
    sni: rule?.sni === undefined || rule.sni === '' ? sni : rule.sni,
    alpn: http2 ? [...alpn, 'h2'] : alpn,
    validation: {
      ...(template.validation ?? noValidation),
      sans: sans.map((value) => ({ type: 'any', matcher: { kind: 'exact', value } })),
      sansField: 'match_subject_alt_names',
    },
  };
}

/** What istiod writes by itself. */
export const defaultContext: UpstreamTls = {
  kind: 'upstream',
  params: { minimum: 'TLSv1_2', maximum: 'TLSv1_3' },
  alpn: ['istio-peer-exchange', 'istio'],
  certificates: [],
  certificateSecrets: [{ name: 'default', sds: true }],
  validation: noValidation,
  validationSecret: { name: 'ROOTCA', sds: true },
  sni: '',
  autoHostSni: false,
  autoSniSanValidation: false,
};

/** SPIFFE IDs of a service's identities, in every trust domain. */
export function sansOf(
  identities: readonly { readonly namespace: string; readonly serviceAccount: string }[],
  trustDomains: readonly string[],
): readonly string[] {
  const ids = identities.flatMap(({ namespace, serviceAccount }) =>
    trustDomains.map((trustDomain) => spiffeId(trustDomain, namespace, serviceAccount)),
  );
  return [...new Set(ids)].toSorted();
}

/** TLS with the certificates a DestinationRule names (SIMPLE, MUTUAL). */
export function ownTls(rule: ClientTls, defaultSans: readonly string[], http2: boolean): UpstreamTls {
  const mutual = rule.mode === 'MUTUAL';
  const { credentialName, clientCertificate, privateKey, caCertificates } = rule;
  const own = `${clientCertificate}~${privateKey}`;
  const certificate = credentialName === '' ? `file-cert:${own}` : `kubernetes://${credentialName}`;
  const root =
    credentialName === '' ? `file-root:${caCertificates || 'system'}` : `kubernetes://${credentialName}-cacert`;
  const sans = rule.subjectAltNames ?? defaultSans;
  return {
    kind: 'upstream',
    params: { minimum: 'TLSv1_2', maximum: 'TLSv1_3' },
    alpn: http2 ? ['h2'] : [],
    certificates: [],
    certificateSecrets: mutual ? [secret(certificate)] : [],
    validation: {
      ...noValidation,
      ...(rule.insecureSkipVerify
        ? {}
        : {
            sans: sans.map((value) => ({ type: 'any', matcher: { kind: 'exact', value } })),
            sansField: 'match_subject_alt_names',
          }),
    },
    ...(rule.insecureSkipVerify ? {} : { validationSecret: secret(root) }),
    sni: rule.sni,
    autoHostSni: false,
    autoSniSanValidation: false,
  };
}

function secret(name: string): SecretReference {
  return { name, sds: true };
}

/** The mesh's trust domain: what servers accept or clients expect first, else what a node says. */
export function meshTrustDomain(proxies: readonly Proxy[]): string {
  const listeners = proxies.flatMap((proxy) => proxy.listeners.flatMap(({ filterChains }) => filterChains));
  const sockets = [
    ...listeners.map(({ transportSocket }) => transportSocket),
    ...proxies.flatMap(({ clusters }) =>
      clusters.flatMap((cluster) => cluster.transportSocketMatches.map((match) => match.transportSocket)),
    ),
  ];
  for (const socket of sockets) {
    const san = socket?.kind === 'tls' ? socket.tls.validation?.sans[0] : undefined;
    const domain = san && parseSpiffeId(san.matcher.value)?.trustDomain;
    if (domain !== undefined) return domain;
  }
  return proxies.map(({ node }) => node.trustDomain).find((each) => each !== '') ?? 'cluster.local';
}

/** The ALPN of mesh TCP: with `istio-peer-exchange` unless servers show that the mesh has it switched off. */
export function meshAlpn(proxies: readonly Proxy[]): readonly string[] {
  const alpns = proxies.flatMap(({ listeners }) =>
    listeners.flatMap(({ filterChains }) =>
      filterChains.flatMap(({ transportSocket, filters }) =>
        transportSocket?.kind === 'tls' && filters.some(({ kind }) => kind === 'tcp') ? [transportSocket.tls.alpn] : [],
      ),
    ),
  );
  const exchanges = alpns.length === 0 || alpns.some((alpn) => alpn.includes('istio-peer-exchange'));
  return exchanges ? ['istio-peer-exchange', 'istio'] : ['istio'];
}
