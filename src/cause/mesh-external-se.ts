import { defineCause, found } from './cause.ts';
import { isExternal } from './context/external.ts';
import { networkingVersion, orDefault } from './fix/resources.ts';
import { toYaml } from './fix/yaml.ts';

/** A ServiceEntry says the host is outside the mesh: auto mTLS is not for it. */
export const meshExternalSe = defineCause({
  code: 'mesh-external-se',
  title: 'a ServiceEntry declares the host to be outside the mesh',
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'policies', 'endpoint', 'server'],
  insteadOf: [
    'endpoint-no-sidecar',
    'automtls-disabled',
    'legacy-policy-without-dr',
    'pa-workload-strict-under-ns-disable',
  ],
  find: ({ edge, client, policies, endpoint, server }) => {
    if (edge.outcome === 'mtls' || client?.setup !== 'raw' || client.sends !== 'nothing' || client.rule !== undefined)
      return undefined;
    const external = isExternal(client, policies, edge);
    if (external === undefined) return undefined;
    return found(
      { address: endpoint?.address.ip ?? '', inMesh: server?.proxy !== undefined },
      external,
      client.at,
      endpoint?.at,
    );
  },
  confidence: 'proven',
  because: ({ inMesh }, edge) =>
    `${edge.service.host} is declared MESH_EXTERNAL, and auto mTLS leaves such hosts alone${inMesh ? `, although ${edge.server.name} behind it has a proxy` : ''}`,
  fix: ({ address, inMesh }, edge) => [
    {
      text: inMesh
        ? 'Declare it as what it is, a part of the mesh:'
        : 'If the workload behind it has a proxy of the mesh, declare it as a part of the mesh (else plaintext, or TLS of its own, is all there is):',
      yaml: toYaml({
        apiVersion: networkingVersion(edge),
        kind: 'ServiceEntry',
        metadata: { name: edge.service.name, namespace: orDefault(edge.service.namespace) },
        spec: {
          hosts: [edge.service.host],
          location: 'MESH_INTERNAL',
          resolution: 'STATIC',
          ports: [{ number: edge.port, name: 'http', protocol: 'HTTP', targetPort: edge.targetPort }],
          endpoints: [
            { address: address === '' ? 'ADDRESS' : address, labels: { 'security.istio.io/tlsMode': 'istio' } },
          ],
        },
      }),
    },
    { text: 'For TLS to a real outside host, a DestinationRule with `mode: SIMPLE` orders it.' },
  ],
  page: {
    see: 'A host that belongs to the mesh never gets mutual TLS.',
    why: '`location: MESH_EXTERNAL` (also the default when no location is written) means: not ours. Auto mTLS, and the identities that go with it, are for MESH_INTERNAL.',
    shows: [
      { where: 'client', what: 'the cluster has no TLS and, in newer versions, `external: true` in its `metadata`' },
      { where: 'policies', what: 'a ServiceEntry with `location: MESH_EXTERNAL` or none' },
    ],
    unless: 'MESH_INTERNAL with an endpoint that is not marked is `workloadentry-untagged`.',
  },
  example: { address: '10.77.0.12', inMesh: true },
  references: ['https://github.com/istio/istio/issues/17621', 'istio: pilot/pkg/networking/core/cluster_tls.go'],
});
