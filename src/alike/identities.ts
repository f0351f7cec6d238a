/**
 * Workloads of a namespace go by service accounts of their own. Servers take most of them alike: they accept whole
 * trust domains, and only where rules of theirs name accounts does it matter which it is.
 */
import type { Trace } from '../edge/model.ts';
import { matchesAnySan } from '../envoy/tls/san.ts';
import type { NetworkFilter, Proxy, SanMatcher } from '../envoy/model.ts';
import { proxyIdentity } from '../istio/proxy-identity.ts';
import { turnedAway } from '../verdict/findings.ts';
import { serverPeer } from '../verdict/peers.ts';

/** `spiffe://TRUSTDOMAIN/ns/NAMESPACE/sa/`, and an account of a name that stands in a text as it is. */
const accountOfNamespace = /^(spiffe:\/\/[\w.:-]+\/ns\/[a-z0-9-]+\/sa\/)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/u;

/** An identity without the account that it names, where it is one of a namespace. */
export function identityButForAccount(identity: string | undefined): string | undefined {
  return identity === undefined ? undefined : (accountOfNamespace.exec(identity)?.[1] ?? identity);
}

/** What a server asks of an identity. */
interface Asked {
  readonly filters: readonly NetworkFilter[];
  readonly port: number;
  readonly sans: readonly (readonly SanMatcher[])[];
}

/** What servers make of whoever goes by an identity. */
export interface Received {
  /** The identity that the edge was judged for. */
  readonly identity: string | undefined;
  /** What decides whether another identity would do; undefined where none would. */
  readonly others:
    | { readonly servers: readonly string[]; readonly asked: readonly Asked[]; readonly answers: string }
    | undefined;
}

/** What the servers that these walks met make of a client; undefined walks where nobody goes by another identity. */
export function receivedAs(client: Proxy, traces: readonly Trace[] | undefined): Received {
  const identity = proxyIdentity(client);
  if (traces === undefined) return { identity, others: undefined };
  const servers = [...new Set(traces.flatMap((trace) => serverPeer(trace)?.identity ?? []))];
  const isCommon = identity !== undefined && accountOfNamespace.test(identity) && !servers.includes(identity);
  if (!isCommon || !traces.every(isByIdentity)) return { identity, others: undefined };
  const asked = traces.map(askedBy);
  return { identity, others: { servers, asked, answers: answersTo(asked, identity) } };
}

/** Whether servers would receive a client of this identity in the same way. */
export function isReceivedAlike(identity: string | undefined, { identity: judged, others }: Received): boolean {
  if (identity === judged) return true;
  if (identity === undefined || others === undefined || others.servers.includes(identity)) return false;
  return answersTo(others.asked, identity) === others.answers;
}

/** Whether the client shows the certificate that is the proxy's own, and not one of its cluster's. */
function isByIdentity({ sending, tunnel }: Trace): boolean {
  return [sending, tunnel?.sending].every((each) => (each?.tls?.context.certificates.length ?? 0) === 0);
}

function askedBy({ receiving, tunnel, target }: Trace): Asked {
  const { selection } = receiving ?? {};
  return {
    filters: selection?.kind === 'chain' ? selection.chain.filters : [],
    port: target?.address.port ?? 0,
    sans: [receiving, tunnel?.receiving].flatMap((each) => {
      const validation = each?.tls?.side.validation;
      return validation === undefined || validation === 'warming' ? [] : [validation.context.sans];
    }),
  };
}

function answersTo(asked: readonly Asked[], identity: string): string {
  const answers = asked.map(({ filters, port, sans }) => [
    turnedAway(filters, port, true, identity)?.path,
    sans.map((each) => namesAccepted(each, identity)),
  ]);
  return JSON.stringify(answers);
}

/** What the matchers for alternative names say, by Envoy's default validator and by the one for SPIFFE. */
function namesAccepted(sans: readonly SanMatcher[], identity: string): unknown {
  const names = [{ type: 'URI' as const, text: identity }];
  const ofUris = sans
    .filter(({ type }) => type === 'URI' || type === 'any')
    .map((each) => ({ ...each, type: 'URI' as const }));
  return [matchesAnySan(sans, names) ?? 'unknown', matchesAnySan(ofUris, names) ?? 'unknown'];
}
