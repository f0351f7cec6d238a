/** What one connection means in mutual TLS: the facts that are compared, and nothing that merely names or places them. */
import type { PeerValidation, TlsSide } from '../envoy/connection.ts';
import type { CertificateFacts, TlsVersion } from '../envoy/model.ts';
import { present } from '../envoy/present.ts';
import { versionRange } from '../envoy/tls/tls-parameters.ts';
import type { Trace } from '../edge/model.ts';
import type { EndpointVerdict, Outcome } from '../verdict/model.ts';

/** The parts of a meaning, in the order of their weight. */
export const facets = ['outcome', 'offer', 'acceptance', 'identity', 'trust', 'tls', 'symptom', 'cause'] as const;
export type Facet = (typeof facets)[number];

/** Facts of one endpoint; what is not known is absent, and never counts as a change. */
export interface Meaning {
  readonly outcome: Outcome;
  /** What the client sends: `tls with an Istio certificate`, `plaintext`, …. */
  readonly offer?: string;
  /** What the server does with it. */
  readonly acceptance?: string;
  readonly identity?: { readonly client?: string; readonly server?: string };
  readonly trust?: { readonly client?: Trust; readonly server?: Trust };
  readonly tls?: { readonly version?: TlsVersion; readonly range: readonly TlsVersion[] };
  readonly symptom?: Pick<NonNullable<EndpointVerdict['symptom']>, 'status' | 'flags' | 'transportFailure'>;
  /** Codes of what breaks or weakens the edge. */
  readonly cause: readonly string[];
}

/** Whom a side takes: its anchors by their keys, so that a renewed certificate of the same root is no change. */
export interface Trust {
  readonly anchors: readonly string[] | 'none';
  readonly names: readonly string[];
  readonly pins: readonly string[];
  readonly acceptsUntrusted: boolean;
}

/** The facts of one walk and its verdict. */
export function meaningOf(trace: Trace, verdict: EndpointVerdict): Meaning {
  const { outcome, symptom } = verdict;
  return present({
    outcome,
    offer: offerText(verdict.offer),
    acceptance: acceptanceText(verdict.acceptance),
    identity: identities(trace),
    trust: trusts(trace),
    tls: versions(trace),
    symptom:
      symptom === undefined
        ? undefined
        : present({ status: symptom.status, flags: symptom.flags, transportFailure: symptom.transportFailure }),
    cause: codes(verdict),
  });
}

function codes({ causes }: EndpointVerdict): readonly string[] {
  return [...new Set(causes.filter(({ effect }) => effect !== 'notice').map(({ code }) => code))].toSorted();
}

function offerText(offer: EndpointVerdict['offer']): string | undefined {
  switch (offer?.kind) {
    case undefined:
    case 'unknown':
      return undefined;
    case 'raw':
      return 'plaintext';
    case 'app-tls':
      return "the application's own TLS";
    case 'hbone':
      return 'HBONE';
    case 'tls':
      return {
        istio: "TLS with the mesh's certificate",
        own: 'TLS with a certificate of its own',
        none: 'TLS without a certificate',
        unseen: 'TLS',
      }[offer.certificate];
  }
}

function acceptanceText(acceptance: EndpointVerdict['acceptance']): string | undefined {
  switch (acceptance?.kind) {
    case undefined:
    case 'unknown':
      return undefined;
    case 'no-chain':
      return 'no filter chain takes it';
    case 'no-listener':
      return 'nothing listens';
    case 'stalled':
      return 'waits for bytes that never come';
    case 'no-proxy':
      return acceptance.known ? 'no proxy' : undefined;
    case 'chain':
      if (!acceptance.tls) return 'taken as it is';
      return {
        required: 'TLS, client certificate required',
        requested: 'TLS, client certificate asked for',
        no: 'TLS',
      }[acceptance.demandsClientCertificate];
  }
}

interface Sides {
  readonly client?: TlsSide;
  readonly server?: TlsSide;
}

/** Of a tunnel the outer connection, which is the one that is authenticated. */
function sidesOf({ sending, receiving, tunnel }: Trace): Sides {
  const [from, to] = tunnel === undefined ? [sending, receiving] : [tunnel.sending, tunnel.receiving];
  return present({ client: from?.tls?.side, server: to?.tls?.side });
}

function identities(trace: Trace): Meaning['identity'] {
  const { client, server } = sidesOf(trace);
  const found = present({ client: identityOf(client), server: identityOf(server) });
  return Object.keys(found).length === 0 ? undefined : found;
}

/** What the certificate says of its owner; several certificates name nobody. */
function identityOf(side: TlsSide | undefined): string | undefined {
  if (side === undefined || typeof side.certificates === 'string') return undefined;
  const names = new Set(side.certificates.flatMap(({ facts }) => nameOf(facts[0]) ?? []));
  return names.size === 1 ? [...names][0] : undefined;
}

function nameOf(leaf: CertificateFacts | undefined): string | undefined {
  return leaf === undefined ? undefined : (leaf.uris[0] ?? leaf.dnsNames[0] ?? leaf.subject);
}

function trusts(trace: Trace): Meaning['trust'] {
  const { client, server } = sidesOf(trace);
  const found = present({ client: trustOf(client), server: trustOf(server) });
  return Object.keys(found).length === 0 ? undefined : found;
}

/** Undefined where anchors are configured and were not seen. */
function trustOf(side: TlsSide | undefined): Trust | undefined {
  const validation = side?.validation;
  if (side === undefined || validation === 'warming') return undefined;
  if (validation === undefined) return { anchors: 'none', names: [], pins: [], acceptsUntrusted: true };
  const anchors = anchorKeys(validation);
  if (anchors === undefined) return undefined;
  const { context } = validation;
  return {
    anchors,
    names: context.sans.map(({ type, matcher }) => `${type} ${matcher.kind} ${matcher.value}`).toSorted(),
    pins: [...context.certificateHashes, ...context.spkiHashes].toSorted(),
    acceptsUntrusted: context.acceptUntrusted,
  };
}

function anchorKeys({ anchors }: PeerValidation): Trust['anchors'] | undefined {
  if (anchors === 'unseen') return undefined;
  if (anchors === 'none') return 'none';
  const keys = anchors.flatMap(({ facts }) =>
    facts.map((each) => each.publicKey ?? each.fingerprint ?? each.serialNumber),
  );
  return [...new Set(keys)].toSorted();
}

function versions(trace: Trace): Meaning['tls'] {
  const { client, server } = sidesOf(trace);
  if (client === undefined || server === undefined) return undefined;
  const [offered, taken] = [versionRange(client, 'client'), versionRange(server, 'server')];
  const range = offered.filter((version) => taken.includes(version));
  return present({ version: range.at(-1), range });
}
