/** The columns people remember from `istioctl authn tls-check`, decided from the proxies themselves. */
import { isGateway } from '../edge/gateway.ts';
import type { Mesh } from '../edge/mesh.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import type { Proxy } from '../envoy/model.ts';
import { parseConfigPath } from '../istio/config-path.ts';
import { serverModeOf } from '../istio/server-mode.ts';
import type { EndpointVerdict, Offer, Verdict } from '../verdict/model.ts';
import { isFinding } from '../verdict/is-finding.ts';

/** STATUS, SERVER, CLIENT, AUTHN-POLICY and DESTINATION-RULE of one edge; never empty. */
export interface TlsCheck {
  /** `OK`, `CONFLICT` (the two sides want different things), or what else it is, in words. */
  readonly status: string;
  readonly server: string;
  readonly client: string;
  /** `namespace/name`, or why there is none. */
  readonly authnPolicy: string;
  readonly destinationRule: string;
}

/** Which policy set the mode of a server's port: `namespace/name`, or words. */
export type AuthnPolicyOf = (server: Proxy, port: number, host: string) => string;

/** The columns of an edge; where its endpoints differ, each value is named once. */
export function tlsCheck(mesh: Mesh, verdict: Verdict, authnPolicyOf: AuthnPolicyOf): TlsCheck {
  const { endpoints } = verdict;
  const host = verdict.to.replace(/:\d+$/u, '');
  return {
    status: statusOf(verdict),
    server: united(endpoints.map((each) => serverText(mesh, each))),
    client: united(endpoints.map(({ offer }) => clientText(offer))),
    authnPolicy: united(
      endpoints.map((each) => {
        const proxy = proxyOf(mesh, each);
        // PeerAuthentications are not for what a gateway listens to.
        if (proxy !== undefined && isGateway(proxy)) return 'none: gateway';
        if (proxy !== undefined) return authnPolicyOf(proxy, portOf(each), host);
        return each.acceptance?.kind === 'no-proxy' && each.acceptance.known ? 'none: no proxy' : 'not read';
      }),
    ),
    destinationRule: united(endpoints.map((each) => destinationRuleOf(mesh, verdict, each))),
  };
}

function united(texts: readonly string[]): string {
  const all = [...new Set(texts)];
  return all.length === 0 ? 'not known' : all.join(', ');
}

function statusOf(verdict: Verdict): string {
  const failing = verdict.endpoints.filter(({ outcome }) => outcome === 'fails');
  if (failing.some(isConflict)) return 'CONFLICT';
  const [first] = failing;
  if (first !== undefined) return ['fails', ...first.causes.slice(0, 1).map(({ code }) => code)].join(': ');
  const open = verdict.endpoints.find(({ outcome }) => outcome === 'undecided');
  if (open !== undefined) return open.missing.length === 0 ? 'undecided' : 'undecided: evidence is missing';
  return isFinding(verdict) ? 'turned away by authorization' : 'OK';
}

/** One side speaks TLS and the other does not. */
function isConflict({ offer, acceptance }: EndpointVerdict): boolean {
  const sendsTls = offer?.kind === 'tls';
  const sendsRaw = offer?.kind === 'raw';
  if (acceptance?.kind === 'chain') return (sendsTls && !acceptance.tls) || (sendsRaw && acceptance.tls);
  return acceptance?.kind === 'no-chain' ? sendsRaw : sendsTls && acceptance?.kind === 'no-proxy';
}

function clientText(offer: Offer | undefined): string {
  switch (offer?.kind) {
    case undefined:
      return 'sends nothing';
    case 'raw':
      return 'plaintext';
    case 'app-tls':
      return 'TLS of the application';
    case 'hbone':
      return 'mutual TLS (HBONE)';
    case 'unknown':
      return 'not known';
    case 'tls':
      return offer.certificate === 'none' ? 'one-way TLS' : 'mutual TLS';
  }
}

function serverText(mesh: Mesh, endpoint: EndpointVerdict): string {
  const { acceptance } = endpoint;
  const proxy = proxyOf(mesh, endpoint);
  if (proxy === undefined) return acceptance?.kind === 'no-proxy' && acceptance.known ? 'no proxy' : 'not read';
  if (acceptance?.kind === 'no-listener') return 'nothing listens';
  return serverModeOf(proxy, portOf(endpoint))?.mode ?? 'not read';
}

function proxyOf(mesh: Mesh, { server }: EndpointVerdict): Proxy | undefined {
  return server?.proxy === undefined ? undefined : mesh.proxyNamed(server.proxy);
}

function portOf({ endpoint = '' }: EndpointVerdict): number {
  return Number(/:(\d+)$/u.exec(endpoint)?.[1] ?? 0);
}

function destinationRuleOf(mesh: Mesh, { question }: Verdict, { cluster }: EndpointVerdict): string {
  const client = mesh.proxyNamed(question.from);
  if (client === undefined) return 'none: no proxy';
  const config = cluster === undefined ? undefined : indexOf(client).cluster(cluster)?.istio.config;
  if (config === undefined) return 'none';
  const rule = parseConfigPath(config);
  return rule === undefined ? config : `${rule.namespace}/${rule.name}`;
}
