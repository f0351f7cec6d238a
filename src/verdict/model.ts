/**
 * What is said of an edge: outcomes, the steps that led there, what decided, what the application sees.
 * Everything a report shows stands in here; reports add layout and colour, nothing else.
 */
import type { Evidence } from '../evidence.ts';
import type { EdgeQuestion, Missing, OfferReason } from '../edge/question.ts';
import type { TlsVersion } from '../envoy/model.ts';

export type { EdgeQuestion, Missing, OfferReason } from '../edge/question.ts';

export type Outcome = 'mtls' | 'tls' | 'plaintext' | 'app-tls' | 'fails' | 'undecided';

/** One outcome, or `mixed` where an edge's endpoints differ. */
export type RolledUpOutcome = Outcome | 'mixed';

/** One end of an edge: a proxy that was read, or what is known of a peer whose dump is missing. */
export interface Peer {
  /** Name of the proxy in the inspection; undefined when no dump of it was read. */
  readonly proxy?: string;
  /** Workload, pod or host as shown to people; `outside` for a client that has no proxy. */
  readonly name: string;
  readonly namespace: string;
  readonly workload: string;
  /** SPIFFE ID, where one is known. */
  readonly identity?: string;
}

/** What a client will send to one endpoint. */
export type Offer =
  | { readonly kind: 'raw'; readonly why: OfferReason }
  | {
      readonly kind: 'tls';
      readonly why: OfferReason;
      readonly sni: string;
      readonly alpn: readonly string[];
      readonly certificate: 'istio' | 'own' | 'none' | 'unseen';
      readonly identity?: string;
    }
  | { readonly kind: 'hbone'; readonly why: OfferReason; readonly via: string; readonly identity?: string }
  /** The application's own TLS, sent through untouched. */
  | { readonly kind: 'app-tls'; readonly sni: string; readonly why: OfferReason }
  | { readonly kind: 'unknown'; readonly why: OfferReason; readonly needs: readonly string[] };

/** What the server's proxy does with it. */
export type Acceptance =
  | {
      readonly kind: 'chain';
      readonly listener: string;
      readonly chain: string;
      readonly chainPath: string;
      readonly tls: boolean;
      readonly demandsClientCertificate: 'required' | 'requested' | 'no';
    }
  | { readonly kind: 'no-chain'; readonly listener: string }
  | { readonly kind: 'no-listener' }
  | { readonly kind: 'stalled'; readonly listener: string; readonly timeout: number }
  | { readonly kind: 'no-proxy'; readonly known: boolean }
  | { readonly kind: 'unknown'; readonly needs: readonly string[] };

export type StepName =
  | 'listener'
  | 'route'
  | 'cluster'
  | 'endpoint'
  | 'sends'
  | 'accepts'
  | 'certificates'
  | 'authorization';

/** One step of the walk. `passed` undefined: could not be told. */
export interface Step {
  readonly side: 'client' | 'server';
  readonly name: StepName;
  readonly passed: boolean | undefined;
  /** One line in plain words. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** What people and logs see when it fails (or when it works but is worth a word). */
export interface Symptom {
  /** HTTP status at the application; undefined when not HTTP. */
  readonly status?: number;
  /** Response flags in the client proxy's log, in Envoy's order; empty when none. */
  readonly flags: readonly string[];
  /** `%RESPONSE_CODE_DETAILS%` of the client proxy, without the transport reason. */
  readonly details?: string;
  /** `%UPSTREAM_TRANSPORT_FAILURE_REASON%` of the client proxy: code and OpenSSL name with detail. */
  readonly transportFailure?: string;
  /** Flags and `%DOWNSTREAM_TRANSPORT_FAILURE_REASON%` of the server's proxy. */
  readonly server?: { readonly flags: readonly string[]; readonly transportFailure?: string };
  /** What the application gets: body, reset, timeout, alert; in words. */
  readonly application: string;
  /** curl's exit code for the same request, where it applies. */
  readonly curlExit?: number;
}

/** Something true and worth saying that does not change the outcome. */
export interface Finding {
  readonly code:
    | 'rbac-denies'
    | 'server-accepts-plaintext'
    | 'server-unverified'
    | 'client-unverified'
    | 'certificate-expiring'
    | 'stale-dumps'
    | 'rejected-update'
    | 'warming-update'
    | 'policy-differs'
    | 'protocol-breaks'
    /** What the proxies counted, as far as it bears on this connection. */
    | 'counters'
    | 'other';
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** A cause found on an edge; the catalogue in `cause/` says everything else about the code. */
export interface CauseFinding {
  readonly code: string;
  /** What it does to this edge: breaks it, leaves it weaker than the server would take, or is only worth knowing. */
  readonly effect: 'breaks' | 'weakens' | 'notice';
  readonly confidence: 'proven' | 'consistent' | 'possible';
  /** One sentence naming this edge's things. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** What to change, ready to paste where it can be. */
  readonly fix: readonly { readonly text: string; readonly yaml?: string; readonly command?: string }[];
}

/** Where the walk ended, machine-readable: the causes and the symptom are derived from it. */
export interface EndpointVerdict {
  /** `ip:port` the client dials in the end; undefined when the walk never reached an endpoint. */
  readonly endpoint?: string;
  /** Cluster that was reached; undefined when none. */
  readonly cluster?: string;
  readonly subset?: string;
  /** Percent of requests that go this way, where routes are weighted. */
  readonly weight?: number;
  readonly server?: Peer;
  readonly outcome: Outcome;
  readonly steps: readonly Step[];
  readonly offer?: Offer;
  readonly acceptance?: Acceptance;
  readonly tls?: { readonly version?: TlsVersion; readonly alpn: string };
  readonly symptom?: Symptom;
  /** Primary cause first. */
  readonly causes: readonly CauseFinding[];
  readonly findings: readonly Finding[];
  readonly unseen: readonly string[];
  readonly missing: readonly Missing[];
  /** What was looked at and is not the reason ("certificates: none were exchanged"). */
  readonly ruledOut: readonly string[];
  /** One sentence: the verdict in plain words, without names of its ends. */
  readonly because: string;
}

/** An edge with its verdict, rolled up over its endpoints. */
export interface Verdict {
  readonly question: EdgeQuestion;
  readonly from: Peer;
  /** Canonical `host:port`. */
  readonly to: string;
  readonly outcome: RolledUpOutcome;
  readonly endpoints: readonly EndpointVerdict[];
}
