/** The TLS handshake between two sides, step by step in the order in which real Envoys (BoringSSL) take them. */
import { negotiateAlpn } from './alpn.ts';
import { composeHello } from './client-hello.ts';
import { judgeClientCertificate, showClientCertificate } from './client-presentation.ts';
import type { HandshakeResult, TlsError, TlsSide } from '../connection.ts';
import type { HandshakeFails } from './judgement.ts';
import { negotiate } from './negotiation.ts';
import { judgeServerCertificate } from './server-presentation.ts';
import { secretNotSupplied } from './tls-errors.ts';

/**
 * What a real pair would do at `at`. Certificates and anchors that nobody saw are taken to be good and named in
 * `unseen`. An application as the client takes TLS 1.2 and 1.3 and has no certificate; as the server it is unknown.
 */
export function simulateHandshake(client: TlsSide, server: TlsSide, at: Date): HandshakeResult {
  const waiting = waitForSecret(server, 'server');
  const hello = waitForSecret(client, 'client') ?? composeHello(client);
  // A client that cannot begin has connected all the same: the server closes for reasons of its own.
  if (hello.kind === 'fails') return withRemote(hello, waiting?.local);
  if (waiting !== undefined) return waiting;
  if (server.application) {
    return { kind: 'unknown', needs: ['the TLS settings and the certificate of the application that answers'] };
  }
  const agreed = negotiate(hello, server);
  if (agreed.kind !== 'agreed') return agreed;
  const { version } = agreed;
  const answer = showClientCertificate(client, server, version);
  const answers = answer.kind === 'unseen' || (answer.kind === 'shown' && answer.chain.length > 0);
  const shown = judgeServerCertificate(agreed.serverCertificate, client, { ...agreed, answers }, at);
  if (shown.kind !== 'judged') return shown;
  if (answer.kind === 'fails') return answer;
  if (shown.afterwards !== undefined) return shown.afterwards;
  const sent = judgeClientCertificate(answer, server, version, at);
  const { stumbles } = shown;
  if (stumbles !== undefined) return withRemote(stumbles, sent.kind === 'fails' ? sent.local : undefined);
  if (sent.kind !== 'judged') return sent;
  return {
    kind: 'complete',
    version,
    alpn: negotiateAlpn(client.alpn, server.alpn),
    mutual: sent.shown,
    clientVerified: sent.verified,
    serverVerified: shown.verified,
    ...(sent.leaf === undefined ? {} : { clientCertificate: sent.leaf.facts }),
    ...(shown.leaf === undefined ? {} : { serverCertificate: shown.leaf.facts }),
    unseen: [...new Set([...shown.unseen, ...sent.unseen])],
    assumed: [...new Set([...shown.assumed, ...sent.assumed])],
  };
}

/** Envoy closes connections on a socket whose secret has not come (`NotReadySslSocket`). */
function waitForSecret({ certificates, validation }: TlsSide, by: 'client' | 'server'): HandshakeFails | undefined {
  if (certificates !== 'warming' && validation !== 'warming') return undefined;
  const what = certificates === 'warming' ? 'certificate' : 'trusted CA';
  return {
    kind: 'fails',
    by,
    reason: 'secret-not-supplied',
    late: false,
    local: secretNotSupplied,
    detail: `the ${by} waits for the secret with its ${what}`,
  };
}

/** Both sides fail for reasons of their own. */
function withRemote(failure: HandshakeFails, remote: TlsError | undefined): HandshakeFails {
  return remote === undefined ? failure : { ...failure, remote };
}
