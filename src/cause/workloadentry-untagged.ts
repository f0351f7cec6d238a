import { evidence } from '../evidence.ts';
import type { Policies } from '../policy/policies.ts';
import type { Place } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { networkingVersion, orDefault } from './fix/resources.ts';
import { toYaml } from './fix/yaml.ts';

/** A VM or a remote endpoint that nobody marked for mutual TLS. */
export const workloadentryUntagged = defineCause({
  code: 'workloadentry-untagged',
  title: 'a WorkloadEntry does not say that it takes mutual TLS',
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'server', 'endpoint', 'policies'],
  insteadOf: ['tlsmode-label-tampered'],
  find: ({ edge, client, server, endpoint, policies }) => {
    if (
      edge.outcome === 'mtls' ||
      client?.setup !== 'auto' ||
      client.sends !== 'nothing' ||
      endpoint?.mark !== 'unmarked'
    )
      return undefined;
    if (server?.proxy === undefined || !server.takesMutual) return undefined;
    const entry = policies && entryFor(policies.all, endpoint.address.ip);
    if (entry === undefined) return undefined;
    const facts = { name: entry.name, namespace: entry.namespace, kind: entry.kind, address: endpoint.address.ip };
    return found(facts, evidence(entry.place, entry.path), endpoint.at, client.at);
  },
  confidence: 'proven',
  because: ({ name, namespace, kind }, edge) =>
    `${kind} ${namespace}/${name} has no label \`security.istio.io/tlsMode: istio\`, so clients send it plaintext, although ${edge.server.name} has a proxy`,
  fix: ({ name, namespace, address }, edge) => [
    {
      text: 'Say that a proxy of the mesh runs there:',
      yaml: toYaml({
        apiVersion: networkingVersion(edge),
        kind: 'WorkloadEntry',
        metadata: { name, namespace: orDefault(namespace) },
        spec: {
          address,
          labels: { app: edge.server.labels['app'] ?? edge.service.name, 'security.istio.io/tlsMode': 'istio' },
          serviceAccount: edge.service.name,
        },
      }),
    },
  ],
  page: {
    see: 'A VM in the mesh, or a remote endpoint, gets plaintext, or 503 under STRICT.',
    why: 'No injector has ever seen it, so nobody set the label by which istiod marks endpoints. It has to be written by hand (or by `istioctl x workload entry`).',
    shows: [
      { where: 'endpoints', what: 'the address is not marked `tlsMode: istio`' },
      { where: 'policies', what: 'a WorkloadEntry, or an endpoint of a ServiceEntry, without the label' },
    ],
    unless:
      'A host without a proxy must not be marked: then clients would send what nobody there understands (`dr-mutual-to-plaintext`).',
  },
  example: { name: 'vm-1', namespace: 'demo', kind: 'WorkloadEntry', address: '10.77.0.40' },
  references: ['https://github.com/istio/istio/issues/25570', 'https://github.com/istio/istio/issues/27042'],
});

interface Entry {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly place: Place;
  readonly path: string;
}

const label = 'security.istio.io/tlsMode';

function entryFor({ workloadEntries, serviceEntries }: Policies, ip: string): Entry | undefined {
  const own = workloadEntries.find(({ address, labels }) => address === ip && labels[label] !== 'istio');
  if (own !== undefined)
    return { kind: 'WorkloadEntry', name: own.name, namespace: own.namespace, place: own.place, path: '/spec' };
  for (const { name, namespace, place, endpoints } of serviceEntries) {
    const index = endpoints.findIndex(({ address, labels }) => address === ip && labels[label] !== 'istio');
    if (index >= 0) return { kind: 'ServiceEntry', name, namespace, place, path: `/spec/endpoints/${index}` };
  }
  return undefined;
}
