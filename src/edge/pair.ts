/**
 * Offer meets acceptance: what really happens between the two, and which fact decides.
 * Rules: `docs/` (Envoy's verdict algorithm): raw/raw is plaintext, TLS meets TLS in a handshake,
 * everything else fails or is passed through to the application.
 */
import { dumpOfPodAt } from './fetch-command.ts';
import type { HandshakeResult, TlsSide } from '../envoy/connection.ts';
import { simulateHandshake } from '../envoy/tls/handshake.ts';
import type { Proxy, TransportSocket } from '../envoy/model.ts';
import { trustsMeshOnly } from '../istio/mesh-root.ts';
import type { Decision, Receiving, Sending, Target } from './model.ts';
import { podArgument } from './outbound.ts';
import type { EdgeQuestion, Missing } from './question.ts';

export interface Pairing {
  readonly decision: Decision;
  readonly handshake?: HandshakeResult;
}

/** The application's own TLS: an ordinary stack, no certificate, whatever it trusts. */
export function applicationSide(sni: string, alpn: readonly string[]): TlsSide {
  return {
    params: {},
    certificates: 'none',
    alpn,
    requireClientCertificate: false,
    fullScanCertsOnSniMismatch: false,
    sni,
    extraSans: [],
    sansFromSni: false,
    envoyVersion: '',
    application: true,
  };
}

/** Decides one connection. `at`: the time certificates are judged at. */
export function pair(
  question: EdgeQuestion,
  target: Target,
  sending: Sending,
  receiving: Receiving,
  at: Date,
): Pairing {
  if (sending.unknown !== undefined) return unknown(sending.unknown);
  if (target.missing !== undefined) return unknown(target.missing);
  if (receiving.proxy === undefined) return withoutProxy(question, target, sending, receiving);
  if (receiving.absent === 'no-listener') return decided({ kind: 'refused' });
  if (receiving.absent === 'not-captured') return atApplication(question, sending);
  const { detection, selection } = receiving;
  if (detection === undefined) return unknown(missingListeners(receiving));
  if (detection.kind === 'stalled') return decided({ kind: 'stalled', timeout: detection.timeout });
  if (detection.kind === 'unknown') return unknown(unknownChain(detection.needs));
  if (detection.kind === 'closed') return decided({ kind: 'closed', reason: detection.reason });
  if (selection === undefined) return unknown(missingListeners(receiving));
  switch (selection.kind) {
    case 'none':
      return decided({ kind: isTls(sending) ? 'tls-no-chain' : 'plaintext-no-chain' });
    case 'unknown':
      return unknown(unknownChain(selection.needs));
    case 'chain': {
      const opaque = opaqueSocket(selection.chain.transportSocket);
      if (opaque !== undefined) return unknown(opaque);
      if (selection.chain.filters.length === 0) return decided({ kind: 'closed', reason: 'the chain has no filters' });
      return atChain(question, sending, receiving, at);
    }
  }
}

/** A ClientHello that tls_inspector could not see behind a PROXY header is still one. */
function isTls(sending: Sending): boolean {
  const { bytes } = sending;
  return bytes.kind === 'tls' || (bytes.kind === 'proxy-protocol' && bytes.payload.kind === 'tls');
}

function atChain(question: EdgeQuestion, sending: Sending, receiving: Receiving, at: Date): Pairing {
  const server = receiving.tls?.side;
  const { bytes } = sending;
  if (bytes.kind === 'proxy-protocol' && !readsProxyProtocol(receiving)) return misreadHeader(sending, receiving);
  if (server === undefined) {
    if (!isTls(sending)) return decided({ kind: 'plaintext' });
    return tlsAtPlaintextChain(question, sending, receiving);
  }
  if (!isTls(sending)) {
    if (bytes.kind === 'nothing') return decided({ kind: 'stalled', timeout: 0 });
    return decided({ kind: 'plaintext-at-tls-chain' });
  }
  const own = bytes.kind === 'tls' ? applicationSide(bytes.sni, bytes.alpn) : applicationSide('', []);
  const handshake = simulateHandshake(sending.tls?.side ?? own, server, at);
  switch (handshake.kind) {
    case 'complete':
      return { decision: { kind: 'handshake', mutual: handshake.mutual }, handshake };
    case 'fails':
      return { decision: { kind: 'handshake-fails' }, handshake };
    case 'unknown':
      return {
        decision: {
          kind: 'unknown',
          missing: handshake.needs.map((what) => ({
            what,
            decides: 'whether the handshake completes',
            command: 'istioctl proxy-config secret POD.NAMESPACE -o json',
          })),
        },
        handshake,
      };
  }
}

function readsProxyProtocol(receiving: Receiving): boolean {
  return receiving.listener?.listenerFilters.some((filter) => filter.kind === 'proxy_protocol') ?? false;
}

/** A PROXY header that nobody expects: a TLS chain reads it as a broken ClientHello, a raw one as data. */
function misreadHeader(sending: Sending, receiving: Receiving): Pairing {
  if (receiving.tls !== undefined) return decided({ kind: 'plaintext-at-tls-chain' });
  return decided({ kind: sending.tls === undefined ? 'plaintext' : 'tls-at-plaintext-chain' });
}

/**
 * A chain without TLS got a ClientHello. A connection manager cannot read it; a TCP proxy hands it to the
 * application, which speaks what the client's application speaks.
 */
function tlsAtPlaintextChain(question: EdgeQuestion, sending: Sending, receiving: Receiving): Pairing {
  if (receiving.filter?.kind === 'http') return decided({ kind: 'tls-at-plaintext-chain' });
  return atApplication(question, sending);
}

/** Bytes that reach the application without a proxy taking anything off. */
function atApplication(question: EdgeQuestion, sending: Sending): Pairing {
  if (!isTls(sending)) return decided({ kind: 'plaintext' });
  if (sending.tls === undefined) return decided({ kind: 'app-tls' });
  if (question.speaks !== 'tls') return decided({ kind: 'tls-at-plaintext-chain' });
  return tlsAtApplication(sending);
}

/**
 * The proxy's TLS ends at an application that speaks TLS with a certificate of its own. Whoever trusts
 * only the mesh refuses that certificate; whoever verifies nothing accepts it.
 */
function tlsAtApplication(sending: Sending): Pairing {
  return decided({ kind: 'tls-at-application', trust: trustOf(sending) });
}

function trustOf({ tls }: Sending): (Decision & { kind: 'tls-at-application' })['trust'] {
  if (tls === undefined || tls.side.validation === undefined) return 'nothing';
  return trustsMeshOnly(tls.context) ? 'mesh' : 'other';
}

function withoutProxy(question: EdgeQuestion, target: Target, sending: Sending, receiving: Receiving): Pairing {
  const where = addressText(target.address);
  if (receiving.hasProxy === false) {
    if (sending.tls === undefined) return atApplication(question, sending);
    // Own certificates or one-way TLS are meant for an outside server, whose TLS nobody here can see.
    if (!trustsMeshOnly(sending.tls.context)) return unknown(missingCertificate(where, sending.tls.side.sni));
    return atApplication(question, sending);
  }
  const { maybe } = receiving;
  return unknown(maybe === undefined ? missingServer(where) : missingAddress(where, maybe));
}

function unknownChain(needs: string): Missing {
  return {
    what: `which filter chain takes the connection: ${needs}`,
    decides: 'the chain says what is demanded',
    command: 'mtlscope inspect --show listeners',
  };
}

function missingServer(where: string): Missing {
  return {
    what: `a dump of whatever listens on ${where}`,
    decides: 'what it accepts decides whether this works, and how',
    command: dumpOfPodAt(ipIn(where)),
  };
}

/** Replicas of a workload, read without the bootstraps that say which is which, or Envoys that name no address. */
function missingAddress(where: string, proxies: readonly Proxy[]): Missing {
  const names = proxies.map(({ name }) => name).join(' or ');
  return {
    what: `the proxy at ${where} (${names} may be it: no address is named there)`,
    decides: 'what it accepts decides whether this works, and how',
    command: proxies.map((proxy) => addressCommand(proxy, ipIn(where))).join('\n'),
  };
}

/** Istio's bootstrap names the pod's address; an Envoy's of somebody else can be named by it. */
function addressCommand(proxy: Proxy, ip: string): string {
  if (proxy.seen.bootstrap) return `mtlscope … ${ip}=PATH   # PATH of the dump of ${proxy.name}, if it is there`;
  return `istioctl proxy-config bootstrap ${podArgument(proxy)} -o json > ${proxy.name}-bootstrap.json`;
}

function ipIn(where: string): string {
  return where.replace(/:\d+$/u, '').replace(/^\[(.*)\]$/u, '$1');
}

function addressText({ ip, port }: Target['address']): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function missingCertificate(where: string, sni: string): Missing {
  const name = sni === '' ? '' : ` -servername ${sni}`;
  return {
    what: `the TLS server at ${where}`,
    decides: 'the client verifies its certificate, and that is in no dump of the mesh',
    command: `openssl s_client -connect ${where}${name} -showcerts </dev/null`,
  };
}

function missingListeners(receiving: Receiving): Missing {
  const pod = receiving.proxy?.node.pod ?? receiving.proxy?.name ?? 'POD';
  const namespace = receiving.proxy?.node.namespace ?? 'NAMESPACE';
  return {
    what: receiving.needs ?? `the listeners of ${pod}`,
    decides: 'the filter chain for this port says what is accepted',
    command: `istioctl proxy-config listener ${pod}.${namespace} -o json`,
  };
}

function opaqueSocket(socket: TransportSocket | undefined): Missing | undefined {
  if (socket?.kind !== 'unrecognised' && socket?.kind !== 'alts') return undefined;
  const what = socket.kind === 'alts' ? 'ALTS' : socket.typeUrl;
  return {
    what: `what the server's transport socket does (${what})`,
    decides: 'it decides what the server accepts',
    command: 'mtlscope inspect --show listeners',
  };
}

function decided(decision: Decision): Pairing {
  return { decision };
}

function unknown(missing: Missing): Pairing {
  return { decision: { kind: 'unknown', missing: [missing] } };
}
