import { evidence } from '../evidence.ts';
import { defineCause, found, type Found } from './cause.ts';
import { acceptsOnPort, demandMutualTls } from './fix/fixes.ts';

interface Wait {
  /** Whose proxy waits. */
  readonly side: 'client' | 'server';
  /** Milliseconds; 0 is for ever. */
  readonly timeout: number;
  readonly proxied: boolean;
}

/** The server would speak first, and its proxy waits for the client's first bytes. */
export const serverFirstProtocol = defineCause({
  code: 'server-first-protocol',
  title: 'the server speaks first, and a PERMISSIVE proxy waits for the client',
  group: 'Protocol',
  reads: ['client', 'server'],
  find: ({ edge, client, server }): Found<Wait> | undefined => {
    if (edge.question.speaks !== 'server-first' || edge.outcome !== 'fails') return undefined;
    if (edge.decision.kind === 'stopped') {
      const { stop } = edge.decision;
      const listener = client?.path.listener;
      if (stop.kind !== 'stalled' || listener === undefined) return undefined;
      return found(
        { side: 'client', timeout: stop.timeout, proxied: true },
        evidence(listener.place, '/listener_filters'),
      );
    }
    if (edge.decision.kind !== 'stalled' || server?.takesPlaintext !== true) return undefined;
    const { listener } = server.receiving;
    const waits =
      listener && evidence(listener.place, '/listener_filters', 'the inspectors that wait for the first bytes');
    return found(
      { side: 'server', timeout: edge.decision.timeout, proxied: client !== undefined },
      waits,
      server.plaintextAt,
      client?.at,
    );
  },
  confidence: 'proven',
  because: ({ side, timeout }, edge) => {
    const who = side === 'server' ? `${edge.server.name}'s proxy` : `${edge.client.name}'s own proxy`;
    return `in this protocol the server greets first, but ${who} waits for the client's first bytes to tell plaintext from TLS${timeout === 0 ? ', for ever' : ` for ${timeout / 1000} s`}`;
  },
  fix: ({ side, proxied }, edge) =>
    side === 'client'
      ? [
          {
            text: `Say that the port is no HTTP, so that the client's proxy need not guess: name it \`tcp-${edge.port}\` (or \`mysql\`, \`mongo\`), or set \`appProtocol: tcp\` in the Service.`,
          },
        ]
      : [
          ...(proxied
            ? [
                {
                  text: 'Let the client send mutual TLS (see the other causes of this edge): with TLS the client always speaks first.',
                },
              ]
            : []),
          demandMutualTls(edge, 'Demand mutual TLS on the server; then there is nothing to tell apart:', 'workload'),
          acceptsOnPort(edge, 'Or, for callers without a proxy, let this port be plaintext only:', 'DISABLE'),
        ],
  page: {
    see: 'MySQL error 2013 ("lost connection … initial communication packet"), or a connection that hangs for ever. SMTP, FTP, some message queues and databases behave the same.',
    why: 'A PERMISSIVE port looks at the first bytes of a connection to see whether they are TLS. Where the server greets first, the client sends nothing, and the inspector waits: up to `listener_filters_timeout`, and modern istiods write `0s`, for ever.',
    shows: [
      { where: 'server', what: 'a `tls_inspector` on the port, a TLS chain and a plaintext chain' },
      { where: 'client', what: 'plaintext; with mutual TLS the ClientHello comes first and nothing waits' },
    ],
    unless:
      'Under STRICT such a client hangs as well, but there plaintext is refused anyway: `pa-strict-no-sidecar-client`, `dr-tls-disable`.',
  },
  example: { side: 'server', timeout: 0, proxied: true },
  references: [
    'https://github.com/istio/istio/issues/35232',
    'https://github.com/istio/istio/issues/10062',
    'https://github.com/istio/istio/issues/16455',
    'https://github.com/istio/istio/issues/38655',
  ],
});
