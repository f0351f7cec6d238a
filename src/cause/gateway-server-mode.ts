import { chainDemand } from '../istio/chain-demand.ts';
import { defineCause, found } from './cause.ts';
import { gatewayBehind, type GatewayBehind } from './context/gateway-behind.ts';
import { networkingVersion, orDefault } from './fix/resources.ts';
import { toYaml, type YamlValue } from './fix/yaml.ts';
import { asSays } from './words.ts';
import { evidence } from '../evidence.ts';

/** A gateway's server has another TLS mode than what its client sends. */
export const gatewayServerMode = defineCause({
  code: 'gateway-server-mode',
  title: "the TLS mode of the gateway's server is not what its client sends",
  group: 'Gateways, multicluster, freshness',
  reads: ['client', 'server', 'handshake', 'policies'],
  insteadOf: ['dr-mutual-to-plaintext', 'pa-disable', 'root-ca-mismatch'],
  find: ({ edge, client, server, handshake, policies }) => {
    if (server?.gateway !== true || edge.outcome === 'mtls' || edge.outcome === 'app-tls') return undefined;
    const { listener, selection } = server.receiving;
    if (listener === undefined || selection?.kind !== 'chain') return undefined;
    const demand = chainDemand(selection.chain);
    const sends = sendsWords(client?.sends ?? 'nothing', edge.question.speaks === 'tls');
    const wanted = demandWords.get(demand);
    const refused = handshake?.kind === 'fails';
    const wrongKind =
      handshake?.kind === 'fails' &&
      handshake.reason !== 'client-certificate-missing' &&
      handshake.reason !== 'untrusted';
    if (wanted === undefined || edge.outcome === 'tls' || wrongKind) return undefined;
    if (edge.outcome === 'plaintext' && demand !== 'plain') return undefined;
    const inMesh = client !== undefined;
    const behind = gatewayBehind(policies, edge, edge.question.authority.replace(/:\d+$/u, ''));
    return found(
      { wanted, sends, refused, inMesh, behind },
      evidence(listener.place, selection.chain.path),
      behind && evidence(behind.gateway.place, behind.server.path),
      client?.at,
    );
  },
  confidence: 'proven',
  because: ({ wanted, sends, behind }, edge) =>
    `the gateway ${edge.server.name} ${wanted} on port ${edge.targetPort}${asSays(behind?.gateway)}, and ${edge.client.name} sends ${sends}`,
  fix: ({ inMesh, behind }, edge) => {
    const server = (tls: { readonly [key: string]: string }): string =>
      toYaml({
        apiVersion: networkingVersion(edge),
        kind: 'Gateway',
        metadata: {
          name: behind?.gateway.name ?? 'GATEWAY',
          namespace: behind?.gateway.namespace ?? orDefault(edge.server.namespace),
        },
        spec: {
          selector: behind?.gateway.selector ?? { istio: edge.server.labels['istio'] ?? 'ingressgateway' },
          servers: [
            ...plainServer(behind),
            {
              port: { number: httpsPort(behind), name: 'https', protocol: 'HTTPS' },
              tls,
              hosts: behind?.server.hosts ?? [edge.question.authority.replace(/:\d+$/u, '')],
            },
          ],
        },
      });
    const elsewhere = behind !== undefined && behind.server.tls === undefined ? '; they then call port 443' : '';
    return inMesh
      ? [
          {
            text: `For clients of the mesh both ends need its certificates${elsewhere}:`,
            yaml: server({ mode: 'ISTIO_MUTUAL' }),
          },
        ]
      : [
          {
            text: 'For callers from outside let the gateway show a certificate, and ask for none:',
            yaml: server({ mode: 'SIMPLE', credentialName: 'CREDENTIAL' }),
          },
          {
            text: 'With `MUTUAL` each caller needs a certificate signed by the `ca.crt` of the credential:',
            command: `curl -v --cert client.crt --key client.key https://${edge.question.authority}/`,
          },
        ];
  },
  page: {
    see: 'Calls to a gateway fail with a handshake error, or go in plaintext, while what the gateway sends on is fine.',
    why: 'A gateway’s servers follow `tls.mode` of the Gateway resource: PeerAuthentications are not for them. Plain HTTP takes no TLS; `SIMPLE` asks for no client certificate; `MUTUAL` wants one of the credential’s CA; `ISTIO_MUTUAL` wants one of the mesh, which nobody outside has.',
    shows: [
      { where: 'client', what: 'what its cluster sends: `ISTIO_MUTUAL`, one-way TLS or nothing' },
      { where: 'server', what: 'the transport socket of the filter chain that takes the connection' },
    ],
    unless: 'If no chain fits the server name, it is `sni-no-match`. The hop behind the gateway is an edge of its own.',
  },
  example: {
    wanted: 'demands a client certificate',
    sends: 'TLS without one',
    refused: true,
    inMesh: false,
    behind: undefined,
  },
  references: [
    'https://github.com/istio/istio/issues/23910',
    'https://github.com/istio/istio/issues/7140',
    'https://github.com/istio/istio/issues/39210',
  ],
});

const demandWords: ReadonlyMap<string, string> = new Map([
  ['mutual', 'demands a client certificate'],
  ['optional', 'asks for a client certificate'],
  ['one-way', 'takes TLS and asks for no client certificate'],
  ['plain', 'takes plain HTTP'],
]);

function sendsWords(sends: string, ownTls: boolean): string {
  switch (sends) {
    case 'istio-mutual':
      return "the mesh's mutual TLS";
    case 'own-mutual':
      return 'TLS with a certificate of its own';
    case 'one-way':
      return 'TLS without one';
    default:
      return ownTls ? 'TLS without one' : 'plaintext';
  }
}

function plainServer(behind: GatewayBehind | undefined): readonly { readonly [key: string]: YamlValue }[] {
  if (behind === undefined || behind.server.tls !== undefined) return [];
  const { port, hosts } = behind.server;
  return [{ port: { number: port.number, name: port.name, protocol: port.protocol }, hosts }];
}

/** A port for plain HTTP stays as it is; TLS gets another one. */
function httpsPort(behind: GatewayBehind | undefined): number {
  return behind?.server.tls === undefined ? 443 : behind.server.port.number;
}
