import { describe, expect, it } from 'vitest';
import { failureOf } from '../../src/symptom/failure.ts';
import { readSighting } from '../../src/symptom/read-sightings.ts';

function kindOf(text: string): string | undefined {
  const [sighting] = readSighting(text);
  return sighting && failureOf(sighting)?.kind;
}

/** What people paste, in the words of whoever said it. */
const said: readonly (readonly [string, string])[] = [
  ['UC', 'closed'],
  ['503 UC', 'closed'],
  ['UF,URX', 'not-connected'],
  ['NR filter_chain_not_found', 'no-filter-chain'],
  ['404 NR route_not_found', 'unreachable'],
  ['UH', 'unreachable'],
  ['UO', 'overload'],
  ['DPE', 'http-expected'],
  ['UPE', 'no-http-answer'],
  ['502 UPE', 'no-http-answer'],
  ['upstream connect error or disconnect/reset before headers. reset reason: protocol error', 'no-http-answer'],
  ['upstream_reset_before_response_started{protocol_error}', 'no-http-answer'],
  ['curl: (56) Recv failure: Connection reset by peer', 'closed'],
  ['curl: (52) Empty reply from server', 'closed'],
  ['000\ncommand terminated with exit code 56', 'closed'],
  ['56', 'closed'],
  ['curl 35', 'closed-in-handshake'],
  ['curl: (28) Operation timed out after 5001 milliseconds', 'hang'],
  ['curl: (7) Failed to connect to web port 80: Connection refused', 'refused'],
  ['curl: (6) Could not resolve host: web', 'unreachable'],
  ['curl: (60) SSL certificate problem: unable to get local issuer certificate', 'untrusted'],
  ['upstream connect error or disconnect/reset before headers. reset reason: connection termination', 'closed'],
  [
    'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure',
    'not-connected',
  ],
  ['268435703', 'got-plaintext'],
  ['268435581', 'certificate-refused'],
  ['268435612:SSL routines:OPENSSL_internal:HTTP_REQUEST', 'plaintext-refused'],
  ['TLS_error|error:100000f7:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end', 'plaintext-refused'],
  ['error:0A00010B:SSL routines::wrong version number', 'got-plaintext'],
  ['268436504 TLSV1_ALERT_UNKNOWN_CA', 'untrusted'],
  ['TLSV1_ALERT_CERTIFICATE_REQUIRED', 'no-client-certificate'],
  ['peer did not return a certificate', 'no-client-certificate'],
  ['x509: certificate signed by unknown authority', 'untrusted'],
  ['x509: certificate is valid for web.demo, not web', 'wrong-name'],
  [
    'x509: certificate has expired or is not yet valid: current time 2026-01-02T00:00:00Z is after 2026-01-01T00:00:00Z',
    'expired',
  ],
  [
    'x509: certificate has expired or is not yet valid: current time 2026-01-02T00:00:00Z is before 2026-01-03T00:00:00Z',
    'not-yet-valid',
  ],
  ['tls: first record does not look like a TLS handshake', 'got-plaintext'],
  ['http: server gave HTTP response to HTTPS client', 'got-plaintext'],
  ['javax.net.ssl.SSLException: Unrecognized SSL message, plaintext connection?', 'got-plaintext'],
  ['javax.net.ssl.SSLHandshakeException: PKIX path building failed', 'untrusted'],
  ['Error: read ECONNRESET', 'closed'],
  ['upstream connect error or disconnect/reset before headers. reset reason: connection failure', 'not-connected'],
  ['upstream connect error or disconnect/reset before headers. reset reason: overflow', 'overload'],
  ['grpc-status: 14', 'not-connected'],
  ['UNAVAILABLE: io exception', 'not-connected'],
  ['StatusRuntimeException: UNAVAILABLE: Network closed for unknown reason', 'closed'],
  ['rpc error: code = Unavailable desc = error reading from server: EOF', 'closed'],
  ['rpc error: code = PermissionDenied desc = RBAC: access denied', 'denied'],
  ['connection complete dst.addr=10.77.0.12:15008 error="http status: 401 Unauthorized"', 'denied'],
  ['invalid peer certificate: UnknownIssuer', 'untrusted'],
  ['invalid peer certificate: Expired', 'expired'],
  ['identity verification error: peer did not present the expected SAN ([spiffe://a/ns/b/sa/c]), got []', 'wrong-name'],
  ['Error: socket hang up', 'closed'],
  ["ERROR 2013 (HY000): Lost connection to MySQL server at 'reading initial communication packet'", 'closed'],
  [
    'Readiness probe failed: Get "http://10.77.0.12:8080/": read tcp 10.77.0.1:4->10.77.0.12:8080: read: connection reset by peer',
    'closed',
  ],
  ['failed calling webhook "x": Post "https://x.demo.svc:443/v": EOF', 'closed'],
  ['400 The plain HTTP request was sent to HTTPS port', 'app-wants-tls'],
  ['Client sent an HTTP request to an HTTPS server.', 'app-wants-tls'],
  ['RBAC: access denied', 'denied'],
  ['403 rbac_access_denied_matched_policy[none]', 'denied'],
  ['TLS error: Secret is not supplied by SDS', 'no-secret'],
  ['NO_SHARED_CIPHER', 'nothing-in-common'],
  ['listener.0.0.0.0_15006.no_filter_chain_match: 12', 'no-filter-chain'],
  ['listener.0.0.0.0_15006.ssl.fail_verify_san: 3', 'wrong-name'],
  ['connection_security_policy="none"', 'not-encrypted'],
  ["This site can't be reached", 'closed'],
  ['500', 'refused-by-application'],
  ['200', 'works'],
];

describe('words that are no access log', () => {
  it.each(said)('%s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it.each(['', 'hello', 'listener.0.0.0.0_15006.no_filter_chain_match: 0', 'version 7.88.1', 'The UC of Berkeley'])(
    'mean nothing where nothing is known: %s',
    (text) => {
      expect(kindOf(text)).toBeUndefined();
    },
  );

  it('name the address that was called, and not the caller’s', () => {
    const [probe] = readSighting('Get "http://10.77.0.12:8080/ready": read tcp 10.77.0.1:4->10.77.0.12:8080: reset');
    expect(probe?.edge).toEqual({ local: '10.77.0.12:8080' });
    const [url] = readSighting('Post "https://hook.demo.svc:9443/v": EOF');
    expect(url?.edge).toEqual({ authority: 'hook.demo.svc:9443' });
  });
});
