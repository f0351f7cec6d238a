/** Failures that give no reason: how they ended is all there is to go by. */
import { causesOfCertificates, causesOfPlaintext, causesOfTls, together } from './causes-by-failure.ts';
import type { FailureKind } from './failure-kind.ts';
import { saysAny, tlsWords } from './said.ts';

/** The first that fits is the one; the last fits every line of a log. */
export const failuresByTrace: readonly FailureKind[] = [
  {
    kind: 'no-filter-chain',
    blame: 'mtls',
    says: 'No filter chain of the server takes what arrived: plaintext at a STRICT port, or TLS with another server name or ALPN.',
    causes: together(['pa-strict-no-sidecar-client'], causesOfTls.withoutChain, causesOfPlaintext),
    shows: (said) =>
      saysAny(/filter chain not found|no filter chain match/u)(said) ||
      (said.has('NR') && said.sighting.side !== 'client' && said.sighting.status === undefined),
  },
  {
    kind: 'closed-in-handshake',
    blame: 'mtls',
    says: 'The server hung up during the TLS handshake, without an alert: as a rule no filter chain is for this server name or ALPN.',
    causes: together(causesOfTls.withoutChain, ['root-ca-mismatch', 'inbound-excluded']),
    shows: (said) => tlsWords(said, 'upstream', /connection reset by peer|system library/u) || said.curl(35),
  },
  {
    kind: 'http-expected',
    blame: 'mtls',
    says: 'A proxy expected plain HTTP and got something else; TLS, most likely.',
    causes: ['dr-mutual-to-plaintext', 'pa-disable', 'double-tls', 'inbound-excluded'],
    shows: (said) => said.has('DPE') || saysAny(/http1\.codec error|codec error/u)(said),
  },
  {
    kind: 'no-http-answer',
    blame: 'perhaps',
    says: 'What answered spoke no HTTP. A server that takes only TLS answers so to plaintext: with an alert, unless the method is GET, HEAD, POST or PUT.',
    causes: together(causesOfPlaintext, ['not-mtls-impostor']),
    shows: (said) => said.has('UPE') || saysAny(/reset reason: protocol error|started\{protocol error\}/u)(said),
  },
  {
    kind: 'refused',
    blame: 'elsewhere',
    says: 'Nobody listens there. No TLS was involved yet.',
    causes: ['not-mtls-impostor', 'targetport-mismatch'],
    shows: (said) => said.curl(7) || saysAny(/connection refused|econnrefused/u)(said),
  },
  {
    kind: 'unreachable',
    blame: 'elsewhere',
    says: 'The proxy knows nowhere to send it: no endpoint, no cluster, no route, or no address for the name. No TLS was involved yet.',
    causes: ['not-mtls-impostor', 'sidecar-scope-missing', 'pod-ip-passthrough'],
    shows: (said) =>
      said.has('UH', 'NC', 'DF', 'NFCF') ||
      (said.has('NR') && said.sighting.status !== undefined) ||
      said.curl(6) ||
      saysAny(/no healthy upstream|cluster not found|route not found|could not resolve|no such host|direct response/u)(
        said,
      ),
  },
  {
    kind: 'overload',
    blame: 'elsewhere',
    says: 'A limit, a fault that was ordered, or the application itself; not mTLS.',
    causes: ['not-mtls-impostor'],
    shows: (said) =>
      said.has('UO', 'RL', 'FI', 'DI', 'LH', 'UAEX', 'RLSE', 'IH', 'OM', 'DO', 'UMSDR', 'OVERLOAD') ||
      saysAny(/reset reason: overflow/u)(said),
  },
  {
    kind: 'closed',
    blame: 'perhaps',
    says: 'The connection stood and was closed before an answer came. A server that takes only TLS does so with plaintext, and with TLS 1.3 a server that does not accept the client’s certificate does too. The server’s log tells which.',
    causes: together(
      causesOfPlaintext,
      causesOfCertificates.refused,
      causesOfTls.toPlaintext,
      causesOfTls.withoutChain,
      ['uid-1337-bypass', 'tls-params-disjoint', 'not-mtls-impostor'],
    ),
    shows: (said) =>
      said.has('UC', 'UR', 'LR') ||
      said.curl(52, 56) ||
      saysAny(
        /connection termination|connection reset|empty reply|empty response|econnreset|socket hang up|broken pipe|lost connection|prematurely closed|closed without|unexpected eof|network closed|\beof\b|can.t be reached|^0{3}\b|err connection reset/u,
      )(said),
  },
  {
    kind: 'not-connected',
    blame: 'perhaps',
    says: 'The connection or its TLS handshake failed, and the reason is not in this line. Log %UPSTREAM_TRANSPORT_FAILURE_REASON% to see it.',
    causes: together(causesOfTls.toPlaintext, causesOfCertificates.refused, causesOfTls.withoutChain, [
      'tls-params-disjoint',
      'sds-secret-missing',
      'not-mtls-impostor',
    ]),
    shows: (said) =>
      said.has('UF', 'URX') ||
      saysAny(
        /reset reason: (?:remote |local )?(?:connection failure|reset)|remote connection failure|remote reset|ssl syscall|grpc-status\W+14\b|code = unavailable|\bunavailable: |connection error: desc/u,
      )(said),
  },
  {
    kind: 'hang',
    blame: 'perhaps',
    says: 'Nobody said anything until somebody gave up.',
    causes: together(['server-first-protocol', 'undeclared-port'], causesOfPlaintext, ['not-mtls-impostor']),
    shows: (said) =>
      said.has('UT', 'DT', 'SI') || said.curl(28) || saysAny(/timed? ?out|deadline exceeded|hangs?\b/u)(said),
  },
  {
    kind: 'not-encrypted',
    blame: 'mtls',
    says: 'It works, in plaintext.',
    causes: causesOfTls.missing,
    shows: saysAny(/connection security policy\W+none|not encrypted|unencrypted|plain ?text/u),
  },
  {
    kind: 'caller-left',
    blame: 'elsewhere',
    says: 'The caller hung up before the answer came.',
    causes: ['server-first-protocol', 'not-mtls-impostor'],
    shows: (said) => said.has('DC'),
  },
  {
    kind: 'refused-by-application',
    blame: 'elsewhere',
    says: 'Somebody answered with an error, over a connection that stood: the application, as a rule.',
    causes: ['not-mtls-impostor', 'authz-principal-needs-mtls'],
    shows: ({ sighting }) => sighting.status !== undefined && sighting.status >= 400,
  },
  {
    kind: 'tcp-without-word',
    blame: 'none',
    says: 'Nothing is noted. Of TCP a proxy does not know whether an answer came: where the caller got none, the server may have refused the certificate after the handshake, as TLS 1.3 does. Its log tells.',
    causes: together(
      causesOfCertificates.refused,
      ['server-first-protocol'],
      causesOfPlaintext,
      causesOfTls.toPlaintext,
    ),
    shows: ({ sighting }) => sighting.form === 'access-log' && sighting.status === undefined,
  },
  {
    kind: 'works',
    blame: 'none',
    says: 'Nothing failed here.',
    causes: [],
    shows: ({ sighting }) => sighting.form === 'access-log' || (sighting.status ?? 0) >= 100,
  },
];
