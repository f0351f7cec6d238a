import type { Proxy } from '../envoy/model.ts';

const usual = 'cluster.local';

/**
 * The cluster's DNS domain, in which Istio completes short names of services: what node ids end in
 * (`sidecar~IP~POD.NS~NS.svc.DOMAIN`, pilot `Proxy.DNSDomain`), else what services' clusters do. Most proxies decide.
 */
export function dnsDomainOf(proxies: readonly Proxy[]): string {
  return most(proxies.flatMap(({ node }) => domainIn(node.id))) ?? most(proxies.flatMap(domainsOfServices)) ?? usual;
}

function domainIn(name: string): readonly string[] {
  const [, domain] = /\.svc\.([^|~]+)$/u.exec(name) ?? [];
  return domain === undefined ? [] : [domain];
}

function domainsOfServices({ clusters }: Proxy): readonly string[] {
  return clusters.flatMap(({ name }) => domainIn(name));
}

function most(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const [first] = [...counts].toSorted(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
  return first?.[0];
}
