/** From a TLS context to what the side really brings: its secrets looked up and merged in. */
import { certificatesOf, chainOf } from './certificates.ts';
import type { CertificateChain, PeerValidation, TlsSide } from '../connection.ts';
import type { DownstreamTls, Proxy, Secret, SecretReference, TlsCertificate, UpstreamTls } from '../model.ts';
import { emptyValidation, mergeValidation, peerValidation } from './validation-context.ts';

/**
 * One side of a handshake as `context` and the proxy's secrets make it. What depends on the request (an SNI from its
 * host, SANs from `auto_san_validation`, another ALPN) the caller puts on top.
 * `envoyVersion` as in `/server_info` (`1.40.0`), empty when unknown: it chooses defaults.
 */
export function resolveTls(proxy: Proxy, context: UpstreamTls | DownstreamTls, envoyVersion: string): TlsSide {
  const validation = resolveValidation(proxy, context);
  return {
    params: context.params,
    certificates: resolveCertificates(proxy, context),
    ...(validation === undefined ? {} : { validation }),
    alpn: context.alpn,
    requireClientCertificate: context.kind === 'downstream' && context.requireClientCertificate,
    fullScanCertsOnSniMismatch: context.kind === 'downstream' && context.fullScanCertsOnSniMismatch,
    sni: context.kind === 'upstream' ? context.sni : '',
    extraSans: [],
    sansFromSni: context.kind === 'upstream' && context.autoSniSanValidation,
    envoyVersion,
    application: false,
  };
}

function resolveCertificates(proxy: Proxy, context: UpstreamTls | DownstreamTls): TlsSide['certificates'] {
  if (context.unrecognised !== undefined) return 'unseen';
  // Inline certificates make Envoy overlook the names of secrets.
  if (context.certificates.length > 0) return together(context.certificates.map(carried), proxy);
  if (context.certificateSecrets.length === 0) return 'none';
  const secrets = context.certificateSecrets.map((reference) => findSecret(proxy, reference, hasCertificate));
  const delivered = secrets.filter((secret) => secret !== 'warming');
  // One certificate is enough for Envoy to go to work (`ContextConfigImpl::isReady`).
  if (delivered.length === 0) return 'warming';
  return together(
    delivered.map((secret) =>
      secret === 'unseen' || secret.certificate === undefined ? undefined : carried(secret.certificate),
    ),
    proxy,
  );
}

function carried(certificate: TlsCertificate): CertificateChain | undefined {
  const chain = chainOf(certificate);
  return chain !== undefined && certificatesOf(chain).length > 0 ? chain : undefined;
}

function hasCertificate({ certificate }: Secret): boolean {
  return certificate !== undefined;
}

function hasValidation({ validation }: Secret): boolean {
  return validation !== undefined;
}

/** All of them, or 'unseen': with one missing nobody knows which a server would show. */
function together(
  chains: readonly (CertificateChain | undefined)[],
  proxy: Proxy,
): readonly CertificateChain[] | 'unseen' {
  const seen = chains.filter((chain) => chain !== undefined);
  if (seen.length === chains.length) return seen;
  const only = chains.length === 1 ? onlyListedCertificate(proxy) : undefined;
  return only === undefined ? 'unseen' : [only];
}

/** `/certs` names no user of a certificate: it helps where there is but one that is no CA. */
function onlyListedCertificate({ certificates }: Proxy): CertificateChain | undefined {
  const [first, ...others] = certificates.filter(({ ca }) => !ca);
  if (first === undefined || others.some(({ serialNumber }) => serialNumber !== first.serialNumber)) return undefined;
  return { facts: [first] };
}

/** The secret in force of that name: delivered before waiting, active before the rest; 'unseen' when the dumps leave it open. */
function findSecret(
  { secrets }: Proxy,
  { name }: SecretReference,
  fits: (secret: Secret) => boolean,
): Secret | 'warming' | 'unseen' {
  const named = secrets.filter((secret) => secret.name === name);
  const delivered = named.filter((secret) => secret.delivered && fits(secret));
  const inForce = delivered.filter(({ state }) => state === 'active' || state === 'static');
  const [secret, ...others] = inForce.length > 0 ? inForce : delivered;
  if (secret === undefined) return named.some((one) => !one.delivered) ? 'warming' : 'unseen';
  const differ = others.some((other) => JSON.stringify(contentOf(other)) !== JSON.stringify(contentOf(secret)));
  return differ ? 'unseen' : secret;
}

function contentOf({ certificate, validation }: Secret): unknown {
  return { certificate, validation };
}

function resolveValidation(proxy: Proxy, context: UpstreamTls | DownstreamTls): PeerValidation | 'warming' | undefined {
  const { validation, validationSecret } = context;
  if (validationSecret === undefined) return validation === undefined ? undefined : peerValidation(validation);
  const secret = findSecret(proxy, validationSecret, hasValidation);
  if (secret === 'warming') return 'warming';
  const base = validation ?? emptyValidation;
  if (secret === 'unseen' || secret.validation === undefined) return { context: base, anchors: 'unseen', crls: [] };
  return peerValidation(mergeValidation(base, secret.validation));
}
