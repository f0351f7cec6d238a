import { evidence } from '../evidence.ts';
import { itemsOf } from '../input/shelf/lazy-list.ts';
import { parseIp } from '../envoy/ip.ts';
import type { Proxy } from '../envoy/model.ts';
import { defineCause, found } from './cause.ts';
import { goesNowhereKnown } from './context/unknown-address.ts';
import { networkingVersion, orDefault } from './fix/resources.ts';
import { toYaml } from './fix/yaml.ts';
import { accepts } from './words.ts';

/** The service exists, and this client was not given it. */
export const sidecarScopeMissing = defineCause({
  code: 'sidecar-scope-missing',
  title: "the client's scope leaves the service out",
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'server', 'others', 'policies'],
  insteadOf: ['not-mtls-impostor'],
  find: (context) => {
    const { edge, client, server, others, policies } = context;
    const host = client?.path.destination.host ?? '';
    if (
      client === undefined ||
      edge.outcome === 'mtls' ||
      parseIp(edge.question.host) !== undefined ||
      !goesNowhereKnown(context)
    )
      return undefined;
    if (!others.knowsHost(host) || hasCluster(client.proxy, host)) return undefined;
    const sidecar = policies?.sidecar?.sidecar;
    const facts = {
      host,
      mode: server?.mode,
      plainAnyway: server?.mode === 'DISABLE' || server?.hasProxy === false,
      refused: edge.decision.kind === 'stopped' && edge.decision.stop.kind !== 'unknown',
      serverSeen: server !== undefined,
      sidecar: sidecar && { kind: 'Sidecar', namespace: sidecar.namespace, name: sidecar.name },
      hosts: sidecar?.egress.flatMap((egress) => egress.hosts) ?? [],
    };
    return found(facts, sidecar && evidence(sidecar.place, '/spec/egress'), client.at, server?.demandAt);
  },
  confidence: ({ sidecar, plainAnyway }) => (sidecar === undefined || plainAnyway ? 'consistent' : 'proven'),
  because: ({ host, mode, refused, serverSeen, sidecar }, edge) => {
    const left = sidecar === undefined ? ', which other proxies know' : leftOutBy(sidecar);
    const takes = serverSeen ? `, and ${edge.server.name} ${accepts(mode)}` : '';
    const then = refused ? 'the call is refused' : `what it sends there passes through in plaintext${takes}`;
    return `${edge.client.name} was not given ${host}${left}; so ${then}`;
  },
  fix: ({ sidecar, hosts }, edge) => [
    {
      text: "Add the service's namespace to the egress hosts:",
      yaml: toYaml({
        apiVersion: networkingVersion(edge),
        kind: 'Sidecar',
        metadata: {
          name: sidecar?.name ?? 'default',
          namespace: sidecar?.namespace ?? orDefault(edge.client.namespace),
        },
        spec: {
          egress: [
            {
              hosts: [
                ...new Set([
                  ...(hosts.length === 0 ? ['./*', 'istio-system/*'] : hosts),
                  `${namespaceOf(edge.service.namespace, edge.client.namespace)}/*`,
                ]),
              ],
            },
          ],
        },
      }),
    },
    {
      text: 'If no Sidecar resource is there, look at `exportTo` of the service (annotation `networking.istio.io/exportTo`) and at `discoverySelectors` of the mesh.',
    },
  ],
  page: {
    see: 'Encryption stops, or calls fail under STRICT, after a Sidecar resource was added. The service name still resolves and sometimes still answers.',
    why: 'A Sidecar resource limits what a proxy is told. A service left out has no cluster, so the call goes to an unknown address: in plaintext through `PassthroughCluster`, to a pod that kube-proxy chooses.',
    shows: [
      { where: 'client', what: 'no cluster for the host, which other proxies of the mesh have' },
      {
        where: 'policies',
        what: 'a Sidecar for this workload, its namespace or the mesh whose `egress.hosts` do not cover the service',
      },
    ],
    unless: 'If the application dials an IP, nobody would know it: `pod-ip-passthrough`.',
  },
  example: {
    host: 'web.demo.svc.cluster.local',
    mode: 'STRICT',
    plainAnyway: false,
    refused: false,
    serverSeen: true,
    sidecar: { kind: 'Sidecar', namespace: 'shop', name: 'default' },
    hosts: ['./*'],
  },
  references: ['https://github.com/istio/istio/issues/41978'],
});

function hasCluster({ clusters }: Proxy, host: string): boolean {
  return (itemsOf(clusters, host) ?? clusters).some(({ name }) => name.endsWith(`||${host}`));
}

function namespaceOf(service: string, client: string): string {
  return service === client || service === '' ? '.' : service;
}

function leftOutBy({ kind, namespace, name }: { kind: string; namespace: string; name: string }): string {
  return `: ${kind} ${namespace}/${name} leaves it out of its egress hosts`;
}
