/** PeerAuthentications that do not count: would their mode have made this edge another one? */
import { evidence, type Evidence } from '../../evidence.ts';
import type { MtlsMode, PeerAuthentication, PeerMode } from '../../policy/peer-authentication.ts';
import type { CauseContext } from './context.ts';

/**
 * The mode a policy asks for where it means something for this edge: it would have let in what is refused, or
 * refused what goes in plaintext. Undefined where nothing would change.
 */
export function wouldMatter({ edge, client, server }: CauseContext, mode: PeerMode | undefined): MtlsMode | undefined {
  if (mode === undefined || mode === 'UNSET' || mode === server?.mode) return undefined;
  // A client without a proxy sends plaintext, or TLS of its own, which means the same to a sidecar.
  const plain = client === undefined || client.sends === 'nothing';
  switch (edge.outcome) {
    case 'fails':
      if (plain) return server?.takesMutual === true && !server.takesPlaintext ? mode : undefined;
      return server?.mode === 'DISABLE' ? mode : undefined;
    case 'plaintext':
    case 'app-tls':
      return mode === 'DISABLE' ? undefined : mode;
    case 'mtls':
    case 'tls':
    case 'undecided':
      return undefined;
  }
}

/** The mode a policy would set for a port of the workload, were all of it to count. */
export function modeFor(policy: PeerAuthentication, port: number): PeerMode {
  return policy.ports.find((each) => each.port === port)?.mode ?? policy.mode;
}

/** Where a policy says its mode for a port. */
export function modeOf(policy: PeerAuthentication, port: number): Evidence {
  const atPort = policy.ports.some((each) => each.port === port);
  return evidence(policy.place, atPort ? `/spec/portLevelMtls/${port}` : '/spec/mtls');
}
