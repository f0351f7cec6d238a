/** A small config dump of a pod in namespace `demo`, with one cluster. */
export function dumpOf(
  pod: string,
  options: { readonly at?: string; readonly cluster?: object } = {},
): { readonly configs: readonly object[] } {
  const { at = '2026-01-01T00:00:00Z', cluster = { name: 'outbound|80||web.demo.svc.cluster.local' } } = options;
  return {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.BootstrapConfigDump',
        bootstrap: { node: { id: `sidecar~10.0.0.1~${pod}.demo~demo.svc.cluster.local` } },
        last_updated: at,
      },
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
        dynamic_active_clusters: [{ version_info: '7', cluster, last_updated: at }],
      },
      { '@type': 'type.googleapis.com/envoy.admin.v3.ListenersConfigDump' },
    ],
  };
}

export function jsonOf(pod: string, options?: Parameters<typeof dumpOf>[1]): string {
  return JSON.stringify(dumpOf(pod, options), undefined, 1);
}
