/**
 * What a listener's filters find out about a connection before a filter chain is chosen.
 * Source: envoy `source/common/listener_manager/active_tcp_socket.cc`, `source/extensions/filters/listener/*`.
 */
import type { Detection, FirstBytes, IncomingConnection } from '../connection.ts';
import type { Listener, ListenerFilter } from '../model.ts';
import { isDisabled } from './listener-filter-predicate.ts';

/** The connection as the filters have changed it so far. */
interface Socket {
  readonly bytes: FirstBytes;
  readonly transportProtocol: '' | 'tls';
  readonly serverName: string;
  readonly applicationProtocols: readonly string[];
  readonly destination: IncomingConnection['destination'];
  /** What original_dst restores; undefined where the connection was not redirected. */
  readonly original?: IncomingConnection['destination'];
  readonly source: IncomingConnection['source'];
  readonly waited: number;
}

type Step =
  | { readonly kind: 'continue'; readonly socket: Socket }
  /** The filter waits for bytes that do not come. */
  | { readonly kind: 'wait' }
  | Extract<Detection, { kind: 'closed' | 'unknown' }>;

/**
 * What is detected of a connection that reaches `listener`. Where it was handed over by another listener
 * (`use_original_dst`), that one's filters ran before, and what they detected stays.
 * Filters of kinds we do not know are taken to detect nothing and to let everything pass.
 */
export function detect(listener: Listener, connection: IncomingConnection, handedOverBy?: Listener): Detection {
  const socket: Socket = {
    bytes: connection.bytes,
    transportProtocol: '',
    serverName: '',
    applicationProtocols: [],
    ...localAddress(handedOverBy ?? listener, connection),
    source: connection.source,
    waited: 0,
  };
  if (handedOverBy === undefined) return finish(run(listener, socket, filtersOf(listener)), connection);
  const first = run(handedOverBy, socket, filtersOf(handedOverBy));
  if (first.kind !== 'continue') return finish(first, connection);
  return finish(run(listener, first.socket, filtersOf(listener)), connection);
}

/**
 * The address the kernel shows: the dialled one, or, where the connection was redirected (iptables), the listener's
 * own port. An internal listener has none until a filter gives it one.
 */
function localAddress(
  listener: Listener,
  { destination }: IncomingConnection,
): Pick<Socket, 'destination' | 'original'> {
  if (destination === null) return { destination };
  if (listener.internal) return { destination: null, original: destination };
  const ports = listener.addresses.flatMap((address) => (address.kind === 'ip' ? [address.port] : []));
  const [port] = ports;
  const direct = !listener.bindToPort || port === undefined || ports.includes(destination.port);
  return direct ? { destination } : { destination: { ip: destination.ip, port }, original: destination };
}

const impliedOriginalDst: ListenerFilter = { kind: 'original_dst', name: 'envoy.filters.listener.original_dst' };

/** `use_original_dst` appends the filter of that name behind the configured ones. */
function filtersOf(listener: Listener): readonly ListenerFilter[] {
  return listener.useOriginalDst ? [...listener.listenerFilters, impliedOriginalDst] : listener.listenerFilters;
}

type Outcome = Extract<Step, { kind: 'continue' | 'closed' | 'unknown' }> | Extract<Detection, { kind: 'stalled' }>;

function run(listener: Listener, socket: Socket, filters: readonly ListenerFilter[]): Outcome {
  const [filter, ...rest] = filters;
  if (filter === undefined) return { kind: 'continue', socket };
  const skipped = isDisabled(filter, socket.destination?.port);
  if (skipped === true) return run(listener, socket, rest);
  if (skipped === 'unknown') return either(listener, socket, filter, rest);
  const step = apply(filter, listener, socket);
  switch (step.kind) {
    case 'continue':
      return run(listener, step.socket, rest);
    case 'wait':
      return timeOut(listener, socket);
    case 'closed':
    case 'unknown':
      return step;
  }
}

/** Nobody knows whether the filter runs: that matters only where it makes a difference. */
function either(listener: Listener, socket: Socket, filter: ListenerFilter, rest: readonly ListenerFilter[]): Outcome {
  const { disabled: _, ...enabled } = filter;
  const without = run(listener, socket, rest);
  const within = run(listener, socket, [enabled, ...rest]);
  if (JSON.stringify(without) === JSON.stringify(within)) return without;
  return {
    kind: 'unknown',
    needs: `whether the listener filter ${filter.name} runs (its filter_disabled is of an unknown kind)`,
  };
}

/** After `listener_filters_timeout` the connection is closed, or goes on without the filters that did not run yet. */
function timeOut(listener: Listener, socket: Socket): Outcome {
  const timeout = listener.listenerFiltersTimeout;
  if (timeout === 0 || !listener.continueOnListenerFiltersTimeout) return { kind: 'stalled', timeout };
  return { kind: 'continue', socket: { ...socket, waited: socket.waited + timeout } };
}

function finish(outcome: Outcome, { source: peer }: IncomingConnection): Detection {
  if (outcome.kind !== 'continue') return outcome;
  const { bytes: _, original: __, transportProtocol, source, ...detected } = outcome.socket;
  return {
    kind: 'detected',
    ...detected,
    // Envoy's default where no filter detected anything.
    transportProtocol: transportProtocol === '' ? 'raw_buffer' : transportProtocol,
    ...(source === undefined ? {} : { source }),
    ...(peer === undefined ? {} : { directSource: { ip: peer.ip } }),
  };
}

function apply(filter: ListenerFilter, listener: Listener, socket: Socket): Step {
  switch (filter.kind) {
    case 'tls_inspector':
      return inspectTls(filter, socket);
    case 'http_inspector':
      return inspectHttp(socket);
    case 'proxy_protocol':
      return readProxyHeader(filter, socket, listener);
    case 'original_dst':
      return restore(socket);
    case 'other':
      // On internal listeners it may be the filter that gives the connection its address (Istio's `set_dst_address`).
      return listener.internal ? restore(socket) : next(socket);
    case 'original_src':
      return next(socket);
  }
}

function restore(socket: Socket): Step {
  return next(socket.original === undefined ? socket : { ...socket, destination: socket.original });
}

function next(socket: Socket): Step {
  return { kind: 'continue', socket };
}

/** Anything that is no ClientHello passes, unless parsing errors close the connection. */
function inspectTls(filter: ListenerFilter, socket: Socket): Step {
  const { bytes } = socket;
  if (bytes.kind === 'nothing') return { kind: 'wait' };
  if (bytes.kind === 'tls') {
    const serverName = bytes.sni.toLowerCase();
    return next({ ...socket, transportProtocol: 'tls', serverName, applicationProtocols: bytes.alpn });
  }
  return filter.closeOnParseError === true ? { kind: 'closed', reason: 'client-hello-not-parsed' } : next(socket);
}

/** Looks only where nothing else was detected; HTTP/2 in cleartext is `h2c`, never `h2`. */
function inspectHttp(socket: Socket): Step {
  if (socket.transportProtocol !== '') return next(socket);
  switch (socket.bytes.kind) {
    case 'nothing':
      return { kind: 'wait' };
    case 'http1':
      return next({ ...socket, applicationProtocols: ['http/1.1'] });
    case 'http2':
      return next({ ...socket, applicationProtocols: ['h2c'] });
    case 'tls':
    case 'other':
    case 'proxy-protocol':
      return next(socket);
  }
}

/** Takes the header off; the filters behind it see what follows. */
function readProxyHeader(filter: ListenerFilter, socket: Socket, listener: Listener): Step {
  const { bytes } = socket;
  if (bytes.kind === 'nothing') return { kind: 'wait' };
  if (bytes.kind !== 'proxy-protocol') {
    return filter.allowWithoutProxyProtocol === true
      ? next(socket)
      : { kind: 'closed', reason: 'proxy-protocol-missing' };
  }
  const behind = { ...socket, bytes: bytes.payload };
  switch (bytes.carries?.kind) {
    case undefined:
      if (asksForAddresses(listener)) return { kind: 'unknown', needs: 'the addresses in the PROXY header' };
      return next({ ...behind, source: undefined });
    case 'local':
      return next(behind);
    case 'addresses':
      return next({ ...behind, source: bytes.carries.source, destination: bytes.carries.destination });
  }
}

/** Whether what a PROXY header says decides anything: which listener, which of its filters, which chain. */
function asksForAddresses({ useOriginalDst, listenerFilters, filterChains, filterChainMatcher }: Listener): boolean {
  return (
    useOriginalDst ||
    filterChainMatcher !== undefined ||
    listenerFilters.some(({ disabled }) => disabled !== undefined) ||
    filterChains.some(
      ({ match }) =>
        match.destinationPort !== undefined ||
        match.sourceType !== 'ANY' ||
        match.prefixRanges.length + match.sourcePrefixRanges.length + match.sourcePorts.length > 0,
    )
  );
}
