/** Failures whose reason was written down, mostly by TLS itself. */
import { causesOfCertificates, causesOfPlaintext, causesOfTls } from './causes-by-failure.ts';
import type { FailureKind } from './failure-kind.ts';
import { saysAny, tlsWords } from './said.ts';

/** The first that fits is the one. */
export const failuresWithReason: readonly FailureKind[] = [
  {
    kind: 'not-yet-valid',
    blame: 'mtls',
    says: 'A certificate is not valid yet.',
    causes: ['cert-not-yet-valid'],
    shows: saysAny(/certificate is not yet valid|current time \S+ is before/u),
  },
  {
    kind: 'expired',
    blame: 'mtls',
    says: 'A certificate has run out.',
    causes: ['cert-expired'],
    shows: saysAny(/certificate has expired|certificate expired|cert has expired|peer certificate: (?:cert)?expired/u),
  },
  {
    kind: 'wrong-name',
    blame: 'mtls',
    says: 'The certificate was signed by somebody trusted, and it carries another name than the one expected.',
    causes: causesOfCertificates.wrongName,
    shows: saysAny(
      /san matcher|verify san list|hostname mismatch|certificate is valid for|no alternative certificate subject|does not match target host|fail verify san|altnames|expected san|notvalidforname/u,
    ),
  },
  {
    kind: 'untrusted',
    blame: 'mtls',
    says: 'The certificate was signed by an authority that the other side does not trust.',
    causes: causesOfCertificates.untrusted,
    shows: saysAny(
      /self[ -]signed cert|unable to get (?:local )?issuer|unknown ca\b|unknown authority|unable to verify the first|unable to verify leaf|pkix path|unknownissuer|certnottrusted/u,
    ),
  },
  {
    kind: 'no-client-certificate',
    blame: 'mtls',
    says: 'TLS was spoken, and the caller showed no certificate to a server that demands one.',
    causes: causesOfTls.withoutCertificate,
    shows: saysAny(
      /peer did not return a certificate|certificate required|did not provide required client|fail verify no cert/u,
    ),
  },
  {
    kind: 'certificate-refused',
    blame: 'mtls',
    says: 'One side does not accept the certificate of the other; the line does not say why. The log of the side that refuses does.',
    causes: causesOfCertificates.refused,
    shows: saysAny(
      /certificate verify failed|certificate unknown|bad certificate|certificate revoked|fail verify error|curl: \(60\)/u,
    ),
  },
  {
    kind: 'nothing-in-common',
    blame: 'mtls',
    says: 'The two sides have no TLS version, cipher or curve in common.',
    causes: ['tls-params-disjoint', 'envoyfilter-tls-patch', 'dr-simple-to-mesh'],
    shows: saysAny(
      /no shared (?:cipher|group)|unsupported protocol|protocol version|handshake failure|no application protocol|no common|no ciphers available/u,
    ),
  },
  {
    kind: 'no-secret',
    blame: 'mtls',
    says: 'The proxy has no certificate yet: its secret never came.',
    causes: ['sds-secret-missing', 'dr-mutual-files-missing', 'gateway-server-mode'],
    shows: saysAny(/secret is not supplied|secret not found|not supplied by sds|failed to warm certificate/u),
  },
  {
    kind: 'app-wants-tls',
    blame: 'elsewhere',
    says: 'The application behind the proxies expects TLS of its own and got plain HTTP. The mesh’s TLS ends at the proxy.',
    causes: ['http-to-https-app'],
    shows: saysAny(/plain http request was sent to https|sent an http request to an https server/u),
  },
  {
    kind: 'plaintext-refused',
    blame: 'mtls',
    says: 'Plaintext arrived at a server that takes only TLS.',
    causes: causesOfPlaintext,
    shows: (said) => tlsWords(said, 'downstream', /http request|https proxy request|wrong version number/u),
  },
  {
    kind: 'got-plaintext',
    blame: 'mtls',
    says: 'The caller began TLS, and the other side answered with something that is no TLS.',
    causes: causesOfTls.toPlaintext,
    shows: (said) =>
      tlsWords(said, 'upstream', /wrong version number|http request|packet length too long/u) ||
      saysAny(
        /wrong version number|first record does not look like a tls|unrecognized ssl message|gave http response to https/u,
      )(said),
  },
  {
    kind: 'strict-ztunnel',
    blame: 'mtls',
    says: 'ztunnel turned plaintext away: STRICT gets to it as an AuthorizationPolicy that denies callers without an identity.',
    causes: ['ambient-strict', 'pa-strict-no-sidecar-client', 'kubelet-probe', 'prometheus-scrape'],
    shows: saysAny(/istio converted static strict/u),
  },
  {
    kind: 'denied',
    blame: 'perhaps',
    says: 'An AuthorizationPolicy refused. It asks for an identity, perhaps, and a caller without mutual TLS has none.',
    causes: ['authz-principal-needs-mtls'],
    shows: saysAny(/rbac[: ]|policy rejection|rpc error: code = permissiondenied|error="http status: 401/u),
  },
];
