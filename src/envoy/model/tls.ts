/** TLS as a cluster offers it and a filter chain accepts it, and the certificates and trust behind it. */

export type TlsVersion = 'TLSv1_0' | 'TLSv1_1' | 'TLSv1_2' | 'TLSv1_3';

/** `TlsParameters`. Undefined means Envoy's default, which depends on the side and Envoy's version. */
export interface TlsParameters {
  readonly minimum?: TlsVersion;
  readonly maximum?: TlsVersion;
  readonly cipherSuites?: readonly string[];
  readonly ecdhCurves?: readonly string[];
  readonly signatureAlgorithms?: readonly string[];
}

/** `StringMatcher`. `any` stands for a matcher that was written but not understood. */
export interface StringMatcher {
  readonly kind: 'exact' | 'prefix' | 'suffix' | 'contains' | 'regex' | 'unrecognised';
  readonly value: string;
  readonly ignoreCase?: boolean;
}

/** One accepted subject alternative name. Untyped ones (`match_subject_alt_names`) try every type. */
export interface SanMatcher {
  readonly type: 'DNS' | 'URI' | 'EMAIL' | 'IP_ADDRESS' | 'OTHER_NAME' | 'any';
  readonly matcher: StringMatcher;
  /** `OTHER_NAME` only: the type identifier it is limited to. */
  readonly oid?: string;
}

/** Where bytes come from (`core.DataSource`). Certificates are kept as PEM; keys never are. */
export type DataSource =
  | { readonly kind: 'file'; readonly filename: string }
  | { readonly kind: 'inline'; readonly pem: string }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'redacted' };

/** A certificate that was read: enough to verify with, and what people ask about. */
export interface TlsCertificate {
  /** The chain; `undefined` where only a key provider or a PKCS#12 blob was given. */
  readonly chain?: DataSource;
  /** Certificate facts that stand in place of a chain in redacted dumps, leaf first. */
  readonly facts?: readonly CertificateFacts[];
}

/** Documented stand-in for a certificate (redacted dumps, `/certs`), and what is shown of one. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  /** SHA-256 of the DER, lower-case hex; absent when only `/certs` was seen. */
  readonly fingerprint?: string;
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hex. */
  readonly publicKey?: string;
  /** Subject and authority key identifiers, lower-case hex, where the certificate has them. */
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: string;
  readonly uris: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emails?: readonly string[];
  /** All alternative names in the certificate's order and as Envoy prints them; absent without the extension. */
  readonly subjectAltNames?: readonly string[];
  /** RFC 3339, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly ca: boolean;
  /** `pathLenConstraint` of a CA. */
  readonly pathLength?: number;
  /** `RSA 2048`, `EC P-256`, `Ed25519`, else an object identifier. */
  readonly keyType?: string;
  /** Names as in RFC 5280 (`clientAuth`, `serverAuth`, …); undefined when the extension is absent. */
  readonly extendedKeyUsage?: readonly string[];
  readonly keyUsage?: readonly string[];
}

/** Certificates trusted as anchors. */
export interface TrustedCa {
  readonly source?: DataSource;
  readonly facts?: readonly CertificateFacts[];
}

/** `CertificateValidationContext`, or the SPIFFE validator that replaces it. */
export interface ValidationContext {
  readonly trustedCa?: TrustedCa;
  readonly sans: readonly SanMatcher[];
  /** Upper-level field the SANs were written in, for evidence and for naming it as the user's Envoy does. */
  readonly sansField?: 'match_typed_subject_alt_names' | 'match_subject_alt_names' | 'verify_subject_alt_name';
  readonly certificateHashes: readonly string[];
  readonly spkiHashes: readonly string[];
  readonly acceptUntrusted: boolean;
  readonly allowExpired: boolean;
  readonly crl?: DataSource;
  readonly onlyVerifyLeafCrl: boolean;
  readonly maxVerifyDepth?: number;
  /** `envoy.tls.cert_validator.spiffe`: trust domain → anchors. */
  readonly spiffe?: readonly { readonly trustDomain: string; readonly bundle: TrustedCa }[];
  /** A custom validator we do not know. */
  readonly unrecognisedValidator?: string;
}

/** A reference to a secret: by name from SDS, or (without `sds`) to a static secret of that name. */
export interface SecretReference {
  readonly name: string;
  readonly sds: boolean;
}

/** `CommonTlsContext`, not merged with secrets: that needs the proxy (see `secrets.ts`). */
export interface TlsContext {
  readonly params: TlsParameters;
  readonly alpn: readonly string[];
  readonly certificates: readonly TlsCertificate[];
  readonly certificateSecrets: readonly SecretReference[];
  /** The inline or default part of the validation. Undefined when no validation is configured. */
  readonly validation?: ValidationContext;
  readonly validationSecret?: SecretReference;
  /** A certificate provider or selector of an unknown kind decides instead. */
  readonly unrecognised?: string;
}

/** `UpstreamTlsContext`: what a client offers and whom it trusts. */
export interface UpstreamTls extends TlsContext {
  readonly kind: 'upstream';
  readonly sni: string;
  readonly autoHostSni: boolean;
  readonly autoSniSanValidation: boolean;
  readonly allowRenegotiation?: boolean;
}

/** `DownstreamTlsContext`: what a server demands. */
export interface DownstreamTls extends TlsContext {
  readonly kind: 'downstream';
  readonly requireClientCertificate: boolean;
  readonly fullScanCertsOnSniMismatch: boolean;
}

/**
 * A transport socket with its wrappers taken off one by one. Dispatched on `@type`, by name for API v2. `path` is that
 * of the TLS context, relative to what holds the socket (cluster, filter chain, transport socket match):
 * `/transport_socket/typed_config`, `/tls_context`.
 */
export type TransportSocket =
  | { readonly kind: 'raw' }
  | { readonly kind: 'tls'; readonly tls: UpstreamTls | DownstreamTls; readonly path: string; readonly quic?: boolean }
  | { readonly kind: 'proxy-protocol'; readonly inner: TransportSocket }
  /** Begins in cleartext; TLS only when a network filter upgrades it. */
  | { readonly kind: 'starttls'; readonly inner: TransportSocket }
  /** `internal_upstream`: the endpoint is a listener in the same process (HBONE). */
  | { readonly kind: 'internal-upstream'; readonly inner: TransportSocket }
  /** `tap`, `tcp_stats`, `http_11_proxy`: do not change what is said on the wire towards the peer. */
  | { readonly kind: 'wrapper'; readonly name: string; readonly inner: TransportSocket }
  | { readonly kind: 'alts' }
  | { readonly kind: 'unrecognised'; readonly typeUrl: string };
