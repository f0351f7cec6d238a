import { defineCause, found } from './cause.ts';

/** In a Consul mesh the application dials the service itself and not its upstream. */
export const consulUpstreamMissed = defineCause({
  code: 'consul-upstream-missed',
  title: "in a Consul mesh, the call goes past the client's upstream",
  group: 'Ambient, other meshes, impostors',
  reads: ['client', 'server'],
  insteadOf: ['pod-ip-passthrough', 'pa-strict-no-sidecar-client'],
  find: ({ edge, client, server }) => {
    const name = server?.receiving.listener?.name ?? '';
    if (edge.outcome !== 'fails' || !isConsul(name) || server?.takesMutual !== true || server.takesPlaintext)
      return undefined;
    if (client !== undefined && client.sends !== 'nothing') return undefined;
    return found({ listener: name }, server.demandAt, client?.at);
  },
  confidence: 'consistent',
  because: ({ listener }, edge) =>
    `${edge.client.name} dials ${edge.question.host}:${edge.question.port} directly, and ${edge.server.name}'s ${listener} demands a client certificate: only the upstream that Consul sets up for the client has one`,
  fix: (_facts, edge) => [
    {
      text: 'Name the service as an upstream and call its local port, or use the virtual address under transparent proxy:',
      yaml: `metadata:\n  annotations:\n    consul.hashicorp.com/connect-service-upstreams: "${edge.service.name}:1234"`,
      command: `curl http://${edge.service.name}.virtual.consul/`,
    },
  ],
  page: {
    see: 'Connection reset, and `HTTP_REQUEST` (268435612) in the log of the server’s Envoy.',
    why: 'Consul’s sidecars serve others on a `public_listener` that wants a certificate of the mesh. The client’s own sidecar has one for its upstreams only; a direct call to the service address has none.',
    shows: [
      { where: 'client', what: 'no cluster for the address' },
      { where: 'server', what: 'the listener `public_listener:…` demands a client certificate' },
    ],
    unless: 'With `permissive_public_listener` the same call goes through in plaintext: `consul-permissive`.',
  },
  example: { listener: 'public_listener:10.0.0.5:20000' },
  references: ['https://github.com/hashicorp/consul-k8s/issues/3914'],
});

function isConsul(listener: string): boolean {
  return /^public_listener(?::|$)/u.test(listener);
}
