/**
 * One connection as the server's Envoy meets it, and what the two sides of a handshake bring.
 * These are the inputs and results of the decisions in this folder; no decision is made here.
 */
import type { CertificateFacts, FilterChain, TlsParameters, TlsVersion, ValidationContext } from './model.ts';

/** What a client's first bytes are, before any protocol detection. */
export type FirstBytes =
  | { readonly kind: 'tls'; readonly sni: string; readonly alpn: readonly string[] }
  | { readonly kind: 'http1' }
  | { readonly kind: 'http2' }
  /**
   * Bytes that are neither TLS nor HTTP (raw TCP, client speaks first): enough to tell. Inspectors wait for more where
   * there are fewer than a TLS record's header, or a line of letters that may still become a request.
   */
  | { readonly kind: 'other' }
  /** The client waits for the server's greeting. */
  | { readonly kind: 'nothing' }
  /** A PROXY protocol header, then `payload`. */
  | { readonly kind: 'proxy-protocol'; readonly carries?: ProxyHeader; readonly payload: FirstBytes };

/** What a PROXY header says; where this is not given, nobody knows. `local`: it carries no addresses. */
export type ProxyHeader =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'addresses';
      readonly source: { readonly ip: string; readonly port: number };
      readonly destination: { readonly ip: string; readonly port: number };
    };

/** A connection arriving at a proxy. Addresses that nobody knows are undefined. */
export interface IncomingConnection {
  /** Where the client dialled, before any redirection; null for internal listeners without an address. */
  readonly destination: { readonly ip: string; readonly port: number } | null;
  readonly source?: { readonly ip: string; readonly port?: number };
  readonly bytes: FirstBytes;
}

/** What the listener filters found out. */
export type Detection =
  | {
      readonly kind: 'detected';
      readonly transportProtocol: 'tls' | 'raw_buffer';
      /** Lower-case; empty without SNI or without an inspector. */
      readonly serverName: string;
      /** The client's offered ALPN, or what http_inspector saw. */
      readonly applicationProtocols: readonly string[];
      readonly destination: { readonly ip: string; readonly port: number } | null;
      readonly source?: { readonly ip: string; readonly port?: number };
      readonly directSource?: { readonly ip: string };
      /** Milliseconds the connection stood still before it went on (timeout with `continue_on…`). */
      readonly waited: number;
    }
  /** Waits for bytes that never come; for ever when `timeout` is 0, else closed after it (milliseconds). */
  | { readonly kind: 'stalled'; readonly timeout: number }
  | { readonly kind: 'closed'; readonly reason: 'client-hello-not-parsed' | 'proxy-protocol-missing' }
  /** A filter's doing depends on something not known (a predicate we cannot read, a PROXY header's addresses). */
  | { readonly kind: 'unknown'; readonly needs: string };

/** A connection that passed the listener filters. */
export type Detected = Extract<Detection, { kind: 'detected' }>;

export type ChainSelection =
  | { readonly kind: 'chain'; readonly chain: FilterChain; readonly byDefault: boolean }
  /** Envoy closes the connection: flag NR, `filter_chain_not_found`. `narrowedBy`: the criterion where nothing was left. */
  | { readonly kind: 'none'; readonly narrowedBy: MatchCriterion }
  /** A criterion needs something not known (the client's address, an input or matcher we do not evaluate). */
  | { readonly kind: 'unknown'; readonly needs: string };

export type MatchCriterion =
  | 'destination_port'
  | 'prefix_ranges'
  | 'server_names'
  | 'transport_protocol'
  | 'application_protocols'
  | 'direct_source_prefix_ranges'
  | 'source_type'
  | 'source_prefix_ranges'
  | 'source_ports'
  | 'filter_chain_matcher';

/** A certificate a side can present: facts of the leaf first; `pem` when the bytes are at hand. */
export interface CertificateChain {
  readonly facts: readonly CertificateFacts[];
  readonly pem?: readonly string[];
}

/** Anchors, CRLs and rules of one side after secrets were merged in (§3.2 of Envoy's semantics). */
export interface PeerValidation {
  readonly context: ValidationContext;
  /** Anchors as certificates; 'unseen' where they are configured but no dump carries them. */
  readonly anchors: readonly CertificateChain[] | 'none' | 'unseen';
  /** PEM CRLs; 'unseen' likewise. */
  readonly crls: readonly string[] | 'unseen';
}

/** One side of a handshake, everything resolved that the dumps allow. */
export interface TlsSide {
  readonly params: TlsParameters;
  /**
   * Certificates the side has. 'none': configured without any; 'unseen': configured, not in the dumps;
   * 'warming': configured, but Envoy waits for the secret and closes the connection.
   */
  readonly certificates: readonly CertificateChain[] | 'none' | 'unseen' | 'warming';
  /** Undefined: this side verifies nothing. 'warming' as above. */
  readonly validation?: PeerValidation | 'warming';
  readonly alpn: readonly string[];
  /** Server only. */
  readonly requireClientCertificate: boolean;
  readonly fullScanCertsOnSniMismatch: boolean;
  /** Client only; empty means no SNI is sent. */
  readonly sni: string;
  /** Client only: extra SANs asked for by auto_san_validation (any-of within, ANDed with the matchers). */
  readonly extraSans: readonly string[];
  /** Client only: SAN matchers replaced by DNS = the SNI sent (`auto_sni_san_validation`). */
  readonly sansFromSni: boolean;
  /** Envoy's version for defaults (`1.40.0`); empty when unknown. 'application' is no Envoy at all. */
  readonly envoyVersion: string;
  readonly application: boolean;
}

export type HandshakeFailure =
  | 'no-common-version'
  | 'no-supported-versions'
  | 'no-common-cipher'
  | 'no-common-group'
  | 'no-common-signature-algorithm'
  | 'client-certificate-missing'
  | 'untrusted'
  | 'expired'
  | 'not-yet-valid'
  | 'revoked'
  | 'crl-missing'
  | 'crl-unusable'
  | 'name-constraint'
  | 'wrong-purpose'
  | 'san-mismatch'
  | 'pin-mismatch'
  | 'spiffe-no-trust-bundle'
  | 'not-a-leaf'
  | 'key-usage'
  | 'secret-not-supplied'
  | 'verify-without-anchors';

/** A reason as one side logs it; `failureReason` in `tls-errors.ts` writes it out. */
export interface TlsError {
  /** BoringSSL's packed error code; 0 for Envoy's own reasons. */
  readonly code: number;
  /** `NAME` or `NAME:detail`. */
  readonly text: string;
  /** The part of BoringSSL that says so; `SSL routines` unless named. */
  readonly library?: string;
  /** What else was in BoringSSL's queue before and after it, as `CODE:LIBRARY:OPENSSL_internal:NAME`. */
  readonly preceding?: readonly string[];
  readonly following?: readonly string[];
}

/** What a real pair of Envoys would do. */
export type HandshakeResult =
  | {
      readonly kind: 'complete';
      /** Undefined only for 'application' peers whose range is not known. */
      readonly version?: TlsVersion;
      /** Negotiated ALPN; empty when none. */
      readonly alpn: string;
      /** The server asked for a certificate and the client sent one. */
      readonly mutual: boolean;
      /** The server checked what it got (not ACCEPT_UNTRUSTED). */
      readonly clientVerified: boolean;
      readonly serverVerified: boolean;
      readonly clientCertificate?: CertificateFacts;
      readonly serverCertificate?: CertificateFacts;
      /** Certificates or anchors nobody saw, so that this result stands on configuration alone. */
      readonly unseen: readonly (
        | 'client certificate'
        | 'server certificate'
        | 'client anchors'
        | 'server anchors'
        | 'CRL'
      )[];
      /** What was taken for granted, in words (signatures, where a redacted dump holds facts in place of certificates). */
      readonly assumed: readonly string[];
    }
  | {
      readonly kind: 'fails';
      /** Who refuses. */
      readonly by: 'client' | 'server';
      readonly reason: HandshakeFailure;
      /** Undefined when no version was agreed. */
      readonly version?: TlsVersion;
      /** True where the client's side was complete before the server refused (TLS 1.3, client certificate). */
      readonly late: boolean;
      /** What the refusing side logs, as `NAME[:detail]` with OpenSSL's numeric code; undefined when nothing. */
      readonly local?: TlsError;
      /** What the other side logs (the alert it receives). */
      readonly remote?: TlsError;
      /** The certificate that was refused. */
      readonly certificate?: CertificateFacts;
      /** Details for people: which SANs, which anchor, until when. */
      readonly detail: string;
    }
  | { readonly kind: 'unknown'; readonly needs: readonly string[] };
