/** The server's side as causes ask about it: is there a proxy, and what does it take on this port. */
import type { Evidence } from '../../evidence.ts';
import { isGateway } from '../../edge/gateway.ts';
import type { Receiving, Trace } from '../../edge/model.ts';
import type { Listener, Proxy } from '../../envoy/model.ts';
import { chainDemand } from '../../istio/chain-demand.ts';
import { chainEvidence } from '../../verdict/tls-places.ts';
import { serverModes, type PortMode, type ServerMode } from '../../istio/server-mode.ts';

export interface ServerView {
  /** Undefined: no dump tells. */
  readonly hasProxy: boolean | undefined;
  readonly receiving: Receiving;
  /** Undefined when no dump of it was read. */
  readonly proxy?: Proxy;
  /** A gateway: PeerAuthentications are not for it, its Gateway's `tls.mode` is. */
  readonly gateway: boolean;
  /** What holds for the port that is dialled: STRICT, PERMISSIVE, DISABLE, or what it really is. */
  readonly mode?: ServerMode;
  /** No chain names the port: what holds for all such ports decides. */
  readonly catchAll: boolean;
  readonly takesPlaintext: boolean;
  /** A chain demands client certificates, in whatever words. */
  readonly takesMutual: boolean;
  /** All ports of this proxy. */
  readonly modes: readonly PortMode[];
  /** Where the chain stands that demands a client certificate. */
  readonly demandAt?: Evidence;
  /** Where the chain stands that takes plaintext. */
  readonly plaintextAt?: Evidence;
}

/** Undefined where the walk never got to a server. */
export function serverView(trace: Trace): ServerView | undefined {
  const receiving = trace.tunnel?.receiving ?? trace.receiving;
  if (receiving === undefined) return undefined;
  const { proxy, hasProxy } = receiving;
  if (proxy === undefined) {
    return {
      hasProxy,
      receiving,
      gateway: false,
      catchAll: false,
      takesPlaintext: false,
      takesMutual: false,
      modes: [],
    };
  }
  const modes = modesOf(proxy);
  const here = modeAt(modes, portOf(trace, receiving), receiving.listener);
  const demanding = here?.chains.find((chain) => chainDemand(chain) === 'mutual');
  const plain = here?.chains.find((chain) => chainDemand(chain) === 'plain');
  return {
    hasProxy,
    receiving,
    proxy,
    gateway: isGateway(proxy),
    catchAll: here?.port === 0,
    takesPlaintext: plain !== undefined,
    takesMutual: demanding !== undefined,
    modes,
    ...(here !== undefined && { mode: here.mode }),
    ...(here !== undefined && demanding !== undefined && { demandAt: chainEvidence(here.listener, demanding) }),
    ...(here !== undefined && plain !== undefined && { plaintextAt: chainEvidence(here.listener, plain) }),
  };
}

const known = new WeakMap<Proxy, readonly PortMode[]>();

/** The modes of all ports of a proxy; they are asked for once per edge. */
export function modesOf(proxy: Proxy): readonly PortMode[] {
  const modes = known.get(proxy) ?? serverModes(proxy);
  known.set(proxy, modes);
  return modes;
}

/** With the redirection undone, as the listener filters found it. */
function portOf(trace: Trace, { detection }: Receiving): number {
  const restored = detection?.kind === 'detected' ? detection.destination?.port : undefined;
  return restored ?? trace.target?.address.port ?? trace.question.port;
}

/** On the listener that took the connection, where one did: gateways have several per port, by server name. */
function modeAt(modes: readonly PortMode[], port: number, listener: Listener | undefined): PortMode | undefined {
  const there = modes.filter((mode) => listener === undefined || mode.listener === listener);
  return (
    there.find((mode) => mode.port === port) ??
    there.find((mode) => mode.port === 0) ??
    modes.find((mode) => mode.port === port)
  );
}
