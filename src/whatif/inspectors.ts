/**
 * Which inspectors an inbound listener runs on which ports, derived from what its chains match on
 * (Istio: `populateListenerFilters`, pilot/pkg/networking/core/listener_inbound.go). A port without
 * TLS chains has no tls_inspector, which lets server-first protocols through.
 */
import type { FilterChain, Listener, ListenerFilter, ListenerFilterPredicate } from '../envoy/model.ts';

/** The listener with its inspectors fitted to its chains. */
export function withFittingInspectors(listener: Listener): Listener {
  const ports = new Map<number, { tls: boolean; http: boolean }>();
  for (const { match } of listener.filterChains) {
    const port = match.destinationPort ?? 0;
    const known = ports.get(port) ?? { tls: false, http: false };
    ports.set(port, { tls: known.tls || needsTls(match), http: known.http || needsHttp(match) });
  }
  const others = listener.listenerFilters.filter(({ kind }) => !isInspector(kind));
  const fitted = [inspector(listener, ports, 'tls'), inspector(listener, ports, 'http')];
  return { ...listener, listenerFilters: [...others, ...fitted.filter((each) => each !== undefined)] };
}

type Match = FilterChain['match'];

function needsTls(match: Match): boolean {
  return match.transportProtocol === 'tls';
}

function needsHttp(match: Match): boolean {
  return match.applicationProtocols.some((each) => each === 'http/1.1' || each === 'h2c');
}

function isInspector(kind: ListenerFilter['kind']): boolean {
  return kind === 'tls_inspector' || kind === 'http_inspector';
}

function inspector(
  listener: Listener,
  ports: ReadonlyMap<number, { readonly tls: boolean; readonly http: boolean }>,
  what: 'tls' | 'http',
): ListenerFilter | undefined {
  const needing = [...ports].filter(([, needs]) => needs[what]).map(([port]) => port);
  if (needing.length === 0) return undefined;
  const kind = `${what}_inspector` as const;
  const old = listener.listenerFilters.find((each) => each.kind === kind);
  const name = old?.name ?? `envoy.filters.listener.${kind}`;
  const all = [...ports.keys()].toSorted((a, b) => a - b);
  // Port 0 stands for every port that no chain names. Where these need no tls_inspector, the ports
  // that do are listed; for http_inspector istiod always lists those that do not.
  const disabled =
    what === 'http' || needing.includes(0)
      ? anyOf(all.filter((port) => !needing.includes(port)))
      : not(anyOf(all.filter((port) => needing.includes(port))));
  const kept = old?.closeOnParseError === undefined ? {} : { closeOnParseError: old.closeOnParseError };
  return { kind, name, ...kept, ...(disabled === undefined ? {} : { disabled }) };
}

function anyOf(ports: readonly number[]): ListenerFilterPredicate | undefined {
  const rules = ports.map((port) => ({ kind: 'destination-port' as const, start: port, end: port + 1 }));
  return rules.length > 1 ? { kind: 'or', rules } : rules[0];
}

function not(rule: ListenerFilterPredicate | undefined): ListenerFilterPredicate | undefined {
  return rule && { kind: 'not', rule };
}
