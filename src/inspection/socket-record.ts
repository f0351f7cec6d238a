import { certificateFacts } from '../envoy/tls/certificates.ts';
import { present, type Present } from '../envoy/present.ts';
import type {
  CertificateFacts,
  DataSource,
  SecretReference,
  TlsCertificate,
  TlsContext,
  TlsParameters,
  TransportSocket,
  TrustedCa,
  ValidationContext,
} from '../envoy/model.ts';

/** Where certificates or anchors come from; never what is in a file or a key. */
export interface OriginRecord {
  readonly from: 'sds' | 'static-secret' | 'file' | 'inline' | 'environment' | 'redacted' | 'provider';
  /** Secret name, file name or variable. */
  readonly name?: string;
  /** Facts of inline certificates, leaf first. */
  readonly certificates?: readonly CertificateFacts[];
}

/** A SAN that is accepted: `URI exact spiffe://…`. */
export interface SanRecord {
  readonly type: string;
  readonly match: string;
  readonly value: string;
}

/** What a side checks of its peer. */
export interface ValidationRecord {
  readonly anchors: readonly OriginRecord[];
  readonly sans: readonly SanRecord[];
  readonly sansField?: string;
  readonly certificateHashes?: readonly string[];
  readonly spkiHashes?: readonly string[];
  readonly acceptUntrusted?: true;
  readonly allowExpired?: true;
  readonly crl?: true;
  /** SPIFFE validator: trust domains that have anchors of their own. */
  readonly trustDomains?: readonly string[];
  readonly unrecognisedValidator?: string;
}

/** A TLS context: Envoy's field names in lower camel case. */
export interface TlsRecord {
  readonly side: 'upstream' | 'downstream';
  readonly alpnProtocols: readonly string[];
  readonly requireClientCertificate?: boolean;
  readonly sni?: string;
  readonly autoHostSni?: true;
  readonly autoSniSanValidation?: true;
  readonly tlsParams?: Present<TlsParameters>;
  readonly certificates: readonly OriginRecord[];
  /** Absent where the peer is not checked. */
  readonly validation?: ValidationRecord;
}

/** A transport socket: what is wrapped around, from the outside in, and the TLS context within. */
export interface SocketRecord {
  readonly kind: 'raw' | 'tls' | 'alts' | 'unrecognised';
  readonly wrappers?: readonly string[];
  readonly typeUrl?: string;
  readonly tls?: TlsRecord;
}

/** An absent socket is Envoy's `raw_buffer`. */
export function socketRecord(socket: TransportSocket | undefined): SocketRecord {
  const wrappers: string[] = [];
  let inner = socket ?? { kind: 'raw' as const };
  while ('inner' in inner) {
    wrappers.push(inner.kind === 'wrapper' ? inner.name : inner.kind);
    inner = inner.inner;
  }
  const around = wrappers.length === 0 ? {} : { wrappers };
  switch (inner.kind) {
    case 'raw':
    case 'alts':
      return { kind: inner.kind, ...around };
    case 'unrecognised':
      return { kind: 'unrecognised', ...around, typeUrl: inner.typeUrl };
    case 'tls':
      return { kind: 'tls', ...around, tls: tlsRecord(inner.tls) };
  }
}

type SomeTls = Extract<TransportSocket, { readonly kind: 'tls' }>['tls'];

function tlsRecord(tls: SomeTls): TlsRecord {
  const params = present(tls.params);
  return present({
    side: tls.kind,
    alpnProtocols: tls.alpn,
    requireClientCertificate: tls.kind === 'downstream' ? tls.requireClientCertificate : undefined,
    sni: tls.kind === 'upstream' && tls.sni !== '' ? tls.sni : undefined,
    autoHostSni: tls.kind === 'upstream' && tls.autoHostSni ? (true as const) : undefined,
    autoSniSanValidation: tls.kind === 'upstream' && tls.autoSniSanValidation ? (true as const) : undefined,
    tlsParams: Object.keys(params).length === 0 ? undefined : params,
    certificates: [
      ...tls.certificates.map(certificateOrigin),
      ...tls.certificateSecrets.map(secretOrigin),
      ...(tls.unrecognised === undefined ? [] : [{ from: 'provider' as const, name: tls.unrecognised }]),
    ],
    validation: validationRecord(tls),
  });
}

function validationRecord(tls: TlsContext): ValidationRecord | undefined {
  if (tls.validation === undefined && tls.validationSecret === undefined) return undefined;
  const secret = tls.validationSecret === undefined ? [] : [secretOrigin(tls.validationSecret)];
  return { ...contextRecord(tls.validation), anchors: [...anchors(tls.validation), ...secret] };
}

function contextRecord(context: ValidationContext | undefined): ValidationRecord {
  if (context === undefined) return { anchors: [], sans: [] };
  const { certificateHashes, spkiHashes, spiffe } = context;
  return present({
    anchors: anchors(context),
    sans: context.sans.map(({ type, matcher }) => ({ type, match: matcher.kind, value: matcher.value })),
    sansField: context.sansField,
    certificateHashes: certificateHashes.length === 0 ? undefined : certificateHashes,
    spkiHashes: spkiHashes.length === 0 ? undefined : spkiHashes,
    acceptUntrusted: context.acceptUntrusted ? (true as const) : undefined,
    allowExpired: context.allowExpired ? (true as const) : undefined,
    crl: context.crl === undefined ? undefined : (true as const),
    trustDomains: spiffe?.map(({ trustDomain }) => trustDomain),
    unrecognisedValidator: context.unrecognisedValidator,
  });
}

function anchors(context: ValidationContext | undefined): OriginRecord[] {
  const bundles = (context?.spiffe ?? []).map(({ bundle }) => bundle);
  return [context?.trustedCa, ...bundles].filter((each) => each !== undefined).map(trustedCaOrigin);
}

function trustedCaOrigin({ source, facts }: TrustedCa): OriginRecord {
  return facts === undefined ? dataOrigin(source) : { from: 'redacted', certificates: facts };
}

function certificateOrigin({ chain, facts }: TlsCertificate): OriginRecord {
  return facts === undefined ? dataOrigin(chain) : { from: 'redacted', certificates: facts };
}

/** A chain that is not given comes from a key provider. */
function dataOrigin(source: DataSource | undefined): OriginRecord {
  switch (source?.kind) {
    case undefined:
      return { from: 'provider' };
    case 'file':
      return { from: 'file', name: source.filename };
    case 'environment':
      return { from: 'environment', name: source.variable };
    case 'inline':
      return { from: 'inline', certificates: certificateFacts(source.pem) };
    case 'redacted':
      return { from: 'redacted' };
  }
}

function secretOrigin({ name, sds }: SecretReference): OriginRecord {
  return { from: sds ? 'sds' : 'static-secret', name };
}

/** The certificates a secret holds, as facts: the chain of a certificate, or the anchors of a validation. */
export function secretCertificates({
  certificate,
  validation,
}: {
  readonly certificate?: TlsCertificate;
  readonly validation?: ValidationContext;
}): { readonly chain: readonly CertificateFacts[]; readonly anchors: readonly CertificateFacts[] } {
  const chain = certificate === undefined ? [] : [certificateOrigin(certificate)];
  return { chain: factsOf(chain), anchors: factsOf(anchors(validation)) };
}

function factsOf(origins: readonly OriginRecord[]): CertificateFacts[] {
  return origins.flatMap((origin) => origin.certificates ?? []);
}
