/** Mesh-wide settings that captured proxies show, for meshes whose MeshConfig was not given. */
import type { Proxy } from '../envoy/model.ts';
import { parseSpiffeId } from '../istio/spiffe.ts';
import type { MeshConfig } from '../policy/mesh-config.ts';
import { PeerAuthenticationIndex } from '../policy/peer-authentication-index.ts';
import type { PeerAuthentication } from '../policy/peer-authentication.ts';
import { inboundListeners } from './inbound.ts';
import { namespaceOf, serviceCluster } from './service-facts.ts';
import { meshTrustDomain } from './upstream-context.ts';

/** What the dumps show of a MeshConfig; settings that cannot be told are left out. */
export function inferredMeshConfig(
  proxies: readonly Proxy[],
  peerAuthentications: readonly PeerAuthentication[],
  rootNamespace: string,
): MeshConfig {
  const contexts = serverContexts(proxies);
  const own = meshTrustDomain(proxies);
  const domains = contexts.flatMap(
    ({ validation }) => validation?.sans.map((san) => parseSpiffeId(san.matcher.value)?.trustDomain ?? '') ?? [],
  );
  const aliases = [...new Set(domains)].filter((domain) => domain !== '' && domain !== own);
  const strictest = contexts.length > 0 && contexts.every(({ params }) => params.minimum === 'TLSv1_3');
  const refused = proxies.some(refusesUnknown);
  return {
    place: { source: '', pointer: '' },
    path: '',
    name: '',
    ...(autoMtlsIsOff(proxies, peerAuthentications, rootNamespace) ? { enableAutoMtls: false } : {}),
    ...(aliases.length > 0 ? { trustDomainAliases: aliases } : {}),
    ...(strictest ? { minimumTls: 'TLSv1_3' } : {}),
    ...(refused ? { outboundMode: 'REGISTRY_ONLY' } : {}),
    exportTo: { destinationRule: [], virtualService: [], service: [] },
    legacyMutualTls: false,
    fields: [],
  };
}

function serverContexts(proxies: readonly Proxy[]): readonly DownstreamLike[] {
  return proxies
    .flatMap(inboundListeners)
    .flatMap(({ filterChains }) => filterChains)
    .flatMap(({ transportSocket }) =>
      transportSocket?.kind === 'tls' && transportSocket.tls.validationSecret?.name === 'ROOTCA'
        ? [transportSocket.tls]
        : [],
    );
}

type Socket = NonNullable<Proxy['listeners'][number]['filterChains'][number]['transportSocket']>;
type DownstreamLike = Extract<Socket, { kind: 'tls' }>['tls'];

/** `virtualOutbound` leads what no other listener takes to BlackHoleCluster. */
function refusesUnknown({ listeners }: Proxy): boolean {
  const catchAll = listeners.filter(({ direction, useOriginalDst }) => direction === 'outbound' && useOriginalDst);
  return catchAll.some(({ filterChains }) =>
    filterChains.some(
      ({ match, filters }) =>
        match.destinationPort === undefined &&
        filters.some((filter) => filter.kind === 'tcp' && filter.tcp.cluster === 'BlackHoleCluster'),
    ),
  );
}

/** Nobody offers it to any service, although neither a rule nor a disabled namespace stands in the way of some. */
function autoMtlsIsOff(
  proxies: readonly Proxy[],
  peerAuthentications: readonly PeerAuthentication[],
  rootNamespace: string,
): boolean {
  const peers = new PeerAuthenticationIndex(peerAuthentications, rootNamespace);
  let byThemselves = 0;
  for (const cluster of proxies.flatMap(({ clusters }) => clusters)) {
    const name = serviceCluster(cluster);
    if (name === undefined) continue;
    const { istio, type, transportSocketMatches } = cluster;
    if (transportSocketMatches.some(({ match }) => match['tlsMode'] === 'istio')) return false;
    if (istio.config !== undefined || istio.external === true || type === 'ORIGINAL_DST') continue;
    const namespace = namespaceOf(name.host, cluster);
    byThemselves += Number(peers.serviceModeIn(namespace).mode !== 'DISABLE');
  }
  return byThemselves > 0;
}
