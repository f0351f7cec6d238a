/** True and worth saying, without changing the outcome. */
import { evidence } from '../evidence.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import type { NetworkFilter, RbacPolicy, RbacPrincipal, StringMatcher } from '../envoy/model.ts';
import type { Trace } from '../edge/model.ts';
import { countersOf } from './counters.ts';
import type { Finding } from './model.ts';

/** Findings of one connection. */
export function findingsOf(trace: Trace): readonly Finding[] {
  return [...authorization(trace), ...protocol(trace), ...verification(trace), ...pushes(trace), ...countersOf(trace)];
}

/** RBAC filters after the handshake: connected, then 403 or closed. */
function authorization(trace: Trace): readonly Finding[] {
  const { receiving } = trace;
  const mutual = trace.decision.kind === 'handshake' && trace.decision.mutual;
  if (!mutual && trace.decision.kind !== 'plaintext') return [];
  const selection = receiving?.selection;
  if (receiving?.listener === undefined || selection?.kind !== 'chain') return [];
  const identity = trace.handshake?.kind === 'complete' ? trace.handshake.clientCertificate?.uris[0] : undefined;
  const port = trace.target?.address.port ?? 0;
  const denying = turnedAway(selection.chain.filters, port, mutual, identity);
  if (denying === undefined) return [];
  const who = mutual ? (identity ?? 'this client') : 'a plaintext client, which has no identity';
  const text = `the connection stands, but an authorization filter turns away ${who} (${denying.isHttp ? '403' : 'closed'})`;
  return [{ code: 'rbac-denies', text, evidence: [evidence(receiving.listener.place, `${denying.path}/rules`)] }];
}

/** The filter of a server's chain that surely turns away a client of this identity; undefined where none does. */
export function turnedAway(
  filters: readonly NetworkFilter[],
  port: number,
  mutual: boolean,
  identity: string | undefined,
): { readonly path: string; readonly isHttp: boolean } | undefined {
  for (const filter of filters) {
    const path = denyingPath(filter, (rbac) => denies(rbac, identity, mutual, port));
    if (path !== undefined) return { path, isHttp: filter.kind === 'http' };
  }
  return undefined;
}

/** Where the filter that refuses stands in its listener: this network filter, or an HTTP filter in it. */
function denyingPath(filter: NetworkFilter, refuses: (rbac: RbacPolicy) => boolean): string | undefined {
  if (filter.kind === 'rbac') return refuses(filter.rbac) ? filter.path : undefined;
  if (filter.kind !== 'http') return undefined;
  const denying = filter.http.httpFilters.find((http) => http.kind === 'rbac' && refuses(http.rbac));
  return denying?.kind === 'rbac' ? denying.path : undefined;
}

/** Would this filter surely refuse? Conditional rules count as letting pass. */
function denies(rbac: RbacPolicy, identity: string | undefined, mutual: boolean, port: number): boolean {
  const matching = rbac.policies.map((rule) => {
    const applies = rule.ports === undefined || rule.ports.includes(port);
    const certain = applies && !rule.conditional;
    return { applies, certain, who: anyOf(rule.principals, identity, mutual) };
  });
  if (rbac.action === 'DENY') return matching.some((rule) => rule.certain && rule.who === true);
  if (rbac.action === 'ALLOW') return matching.every((rule) => !rule.applies || rule.who === false);
  return false;
}

/** Three-valued: undefined cannot be told. */
function anyOf(ids: readonly RbacPrincipal[], identity: string | undefined, mutual: boolean): boolean | undefined {
  const results = ids.map((id) => isPrincipal(id, identity, mutual));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}

function isPrincipal(id: RbacPrincipal, identity: string | undefined, mutual: boolean): boolean | undefined {
  switch (id.kind) {
    case 'any':
      return true;
    case 'authenticated':
      if (!mutual) return false;
      if (id.matcher === undefined) return true;
      return identity === undefined ? undefined : matchesText(id.matcher, identity);
    case 'or':
      return anyOf(id.ids, identity, mutual);
    case 'and': {
      const results = id.ids.map((part) => isPrincipal(part, identity, mutual));
      if (results.includes(false)) return false;
      return results.includes(undefined) ? undefined : true;
    }
    case 'not': {
      const inner = isPrincipal(id.id, identity, mutual);
      return inner === undefined ? undefined : !inner;
    }
    case 'source-ip':
    case 'other':
      return undefined;
  }
}

function matchesText(matcher: StringMatcher, text: string): boolean | undefined {
  const fold = (value: string): string => (matcher.ignoreCase === true ? value.toLowerCase() : value);
  switch (matcher.kind) {
    case 'exact':
      return fold(text) === fold(matcher.value);
    case 'prefix':
      return fold(text).startsWith(fold(matcher.value));
    case 'suffix':
      return fold(text).endsWith(fold(matcher.value));
    case 'contains':
      return fold(text).includes(fold(matcher.value));
    case 'regex':
    case 'unrecognised':
      return undefined;
  }
}

/** A pool that speaks HTTP/1 and lets the server choose h2 breaks after a good handshake. */
function protocol(trace: Trace): readonly Finding[] {
  const { handshake, sending, cluster } = trace;
  if (cluster !== undefined && readsHeaderAsRequest(trace)) {
    const text =
      'the server’s proxy does not read the PROXY header that comes first, takes it for a request and answers 400';
    return [{ code: 'protocol-breaks', text, evidence: [evidence(cluster.place, sending?.socketPath ?? '')] }];
  }
  if (handshake?.kind !== 'complete' || sending?.tls === undefined || cluster === undefined) return [];
  if (sending.http !== 'http1' || handshake.alpn !== 'h2' || cluster.upstreamHttp === 'auto') return [];
  return [
    {
      code: 'protocol-breaks',
      text: 'the handshake chose h2, and the client’s pool speaks HTTP/1: requests break after a good handshake (503 UC)',
      evidence: [evidence(cluster.place, sending.socketPath ?? '')],
    },
  ];
}

function readsHeaderAsRequest({ decision, sending, receiving }: Trace): boolean {
  if (decision.kind !== 'plaintext' || sending?.bytes.kind !== 'proxy-protocol') return false;
  const reads = receiving?.listener?.listenerFilters.some(({ kind }) => kind === 'proxy_protocol') ?? false;
  return receiving?.filter?.kind === 'http' && !reads;
}

/** Sides that accept anybody. */
function verification(trace: Trace): readonly Finding[] {
  const { handshake, sending, cluster } = trace;
  if (handshake?.kind !== 'complete' || sending?.tls === undefined || cluster === undefined) return [];
  if (handshake.serverVerified) return [];
  return [
    {
      code: 'server-unverified',
      text: 'the client does not verify the server’s certificate: anybody could answer',
      evidence: [evidence(cluster.place, sending.socketPath ?? '')],
    },
  ];
}

/** What you see is not what was sent: the update after this one was refused, or still waits. */
function pushes(trace: Trace): readonly Finding[] {
  const ofClient = trace.client === undefined ? [] : indexOf(trace.client).unsettled;
  const server = trace.receiving?.proxy;
  const ofServer = server === undefined ? [] : indexOf(server).unsettled;
  const resources = [
    ...ofClient.filter((resource) => 'edsServiceName' in resource && resource.name === trace.cluster?.name),
    ...ofServer.filter((resource) => 'filterChains' in resource && resource.name === trace.receiving?.listener?.name),
  ];
  return resources.flatMap((resource): Finding[] => {
    if (resource.state === 'rejected') {
      const why = resource.rejection === undefined ? '' : `: ${resource.rejection}`;
      return [
        {
          code: 'rejected-update',
          text: `Envoy refused a newer ${resource.name}${why}`,
          evidence: [evidence(resource.place)],
        },
      ];
    }
    if (resource.state === 'warming') {
      return [
        {
          code: 'warming-update',
          text: `a newer ${resource.name} still waits to take over`,
          evidence: [evidence(resource.place)],
        },
      ];
    }
    return [];
  });
}
