/** The TLS contexts of a gateway's servers (Istio: `BuildListenerTLSContext`, pilot/pkg/networking/core/listener.go). */
import type { DownstreamTls, SecretReference, TlsVersion, TransportSocket, ValidationContext } from '../envoy/model.ts';
import type { ServerTls } from '../policy/gateway.ts';

const versions: ReadonlyMap<string, TlsVersion> = new Map([
  ['TLSV1_0', 'TLSv1_0'],
  ['TLSV1_1', 'TLSv1_1'],
  ['TLSV1_2', 'TLSv1_2'],
  ['TLSV1_3', 'TLSv1_3'],
]);

/** What a server that ends TLS demands. `http`: HTTP is spoken inside. */
export function gatewaySocket(tls: ServerTls, http: boolean): TransportSocket {
  const { certificate, root } = secretsOf(tls);
  const mutual = tls.mode === 'MUTUAL' || tls.mode === 'ISTIO_MUTUAL';
  const validates = mutual || tls.mode === 'OPTIONAL_MUTUAL';
  const alpn = !http && tls.mode === 'ISTIO_MUTUAL' ? ['istio-peer-exchange', 'h2', 'http/1.1'] : ['h2', 'http/1.1'];
  const context: DownstreamTls = {
    kind: 'downstream',
    params: tls.mode === 'ISTIO_MUTUAL' ? {} : paramsOf(tls),
    alpn,
    certificates: [],
    certificateSecrets: [certificate],
    ...(validates ? { validation: validationOf(tls.subjectAltNames), validationSecret: root } : {}),
    requireClientCertificate: mutual,
    fullScanCertsOnSniMismatch: false,
  };
  return { kind: 'tls', tls: context, path: '' };
}

function secretsOf(tls: ServerTls): { readonly certificate: SecretReference; readonly root: SecretReference } {
  if (tls.mode === 'ISTIO_MUTUAL') return { certificate: secret('default'), root: secret('ROOTCA') };
  const { credentialName } = tls;
  if (credentialName !== '') {
    const name = credentialName.includes('://') ? credentialName : `kubernetes://${credentialName}`;
    return { certificate: secret(name), root: secret(`${name}-cacert`) };
  }
  return {
    certificate: secret(`file-cert:${tls.serverCertificate}~${tls.privateKey}`),
    root: secret(`file-root:${tls.caCertificates}`),
  };
}

function secret(name: string): SecretReference {
  return { name, sds: true };
}

function validationOf(subjectAltNames: readonly string[]): ValidationContext {
  return {
    sans: subjectAltNames.map((value) => ({ type: 'any', matcher: { kind: 'exact', value } })),
    certificateHashes: [],
    spkiHashes: [],
    acceptUntrusted: false,
    allowExpired: false,
    onlyVerifyLeafCrl: false,
  };
}

function paramsOf({ minimum, maximum, cipherSuites }: ServerTls): DownstreamTls['params'] {
  const [from, to] = [versions.get(minimum), versions.get(maximum)];
  return {
    ...(from === undefined ? {} : { minimum: from }),
    ...(to === undefined ? {} : { maximum: to }),
    ...(cipherSuites.length === 0 ? {} : { cipherSuites }),
  };
}
