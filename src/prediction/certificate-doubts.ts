/** Certificates that nobody has seen, because a rule names them for the first time. */
import type { Trace } from '../edge/model.ts';
import type { Missing } from '../edge/question.ts';
import type { Proxy, TlsContext } from '../envoy/model.ts';

/** Names of secrets that captured clusters and chains use already. */
export function namedSecrets(proxies: readonly Proxy[]): ReadonlySet<string> {
  const sockets = proxies.flatMap(({ clusters, listeners }) => [
    ...clusters.flatMap((each) => [
      each.transportSocket,
      ...each.transportSocketMatches.map((match) => match.transportSocket),
    ]),
    ...listeners.flatMap(({ filterChains }) => filterChains.map((chain) => chain.transportSocket)),
  ]);
  return new Set(sockets.flatMap((socket) => (socket?.kind === 'tls' ? secretsOf(socket.tls) : [])));
}

function secretsOf({ certificateSecrets, validationSecret }: TlsContext): readonly string[] {
  return [
    ...certificateSecrets.map(({ name }) => name),
    ...(validationSecret === undefined ? [] : [validationSecret.name]),
  ];
}

/** Files that Istio itself mounts: the workload's own certificate and the mesh's root. */
const istioFiles = /^(?:file-cert:.*\/cert-chain\.pem~.*\/key\.pem|file-root:.*\/root-cert\.pem)$/u;

/**
 * Certificates that a rule names for the first time: what is in them no dump can tell, and two
 * strangers do not accept each other by themselves.
 */
export function certificateDoubts(
  { handshake, sending, receiving }: Trace,
  known: ReadonlySet<string>,
): readonly Missing[] {
  if (handshake?.kind !== 'complete' || handshake.unseen.length === 0) return [];
  const named = [sending?.tls?.context, receiving?.tls?.context].flatMap((context) =>
    context === undefined ? [] : secretsOf(context),
  );
  const strange = [...new Set(named)].filter(
    (name) => /^(?:file-|kubernetes:)/u.test(name) && !known.has(name) && !istioFiles.test(name),
  );
  if (strange.length === 0) return [];
  return [
    {
      what: `what is in ${strange.join(' and ')}, which no dump has`,
      decides: 'whether both sides accept each other',
      command: 'openssl verify -CAfile ROOT CERTIFICATE',
    },
  ];
}
