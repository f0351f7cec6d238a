/** `*`, `*.local`, `*.demo.svc.cluster.local`: Istio knows a wildcard only as the first character. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/**
 * A host as Istio takes it: a name without a dot is a service in the namespace of the resource that
 * names it; anything with a dot stays as it is, `web.demo` included (Istio:
 * `ResolveShortnameToFQDN`, pilot/pkg/model/config.go).
 */
export function resolveHost(host: string, namespace: string, domain: string): string {
  if (host === '' || host === '*' || host.includes('.') || host.includes(':')) return host;
  return `${host}.${namespace}.svc.${domain}`;
}

/** Whether every name that `inner` stands for is one that `outer` stands for (Istio: `Name.SubsetOf`). */
export function isWithin(inner: string, outer: string): boolean {
  if (!isWildcard(outer)) return inner === outer;
  if (!isWildcard(inner)) return inner.endsWith(outer.slice(1));
  return inner.length >= outer.length && inner.slice(1).endsWith(outer.slice(1));
}

/** Most specific first: exact before wildcard, then the longer, then by alphabet (Istio: `MoreSpecific`). */
export function mostSpecificFirst(a: string, b: string): number {
  const wild = Number(isWildcard(a)) - Number(isWildcard(b));
  if (wild !== 0) return wild;
  if (a.length !== b.length) return b.length - a.length;
  return a < b ? -1 : Number(a > b);
}
