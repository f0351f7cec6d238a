import { defineCause, found } from './cause.ts';
import { toYaml } from './fix/yaml.ts';
import { orDefault } from './fix/resources.ts';

/** The mesh takes its TLS off, and the application behind wants some of its own. */
export const httpToHttpsApp = defineCause({
  code: 'http-to-https-app',
  title: "the server's application expects TLS of its own",
  group: 'Protocol',
  reads: ['client', 'server', 'observed'],
  find: ({ edge, client, server, observed }) => {
    if (observed === undefined || edge.outcome === 'fails') return undefined;
    const told =
      /plain http request was sent to https port|client sent an http request to an https server|http request to an https/u.test(
        observed.text,
      );
    return told
      ? found({ mutual: edge.outcome === 'mtls' }, client?.at, server?.demandAt ?? server?.plaintextAt)
      : undefined;
  },
  confidence: 'consistent',
  because: ({ mutual }, edge) =>
    `${mutual ? 'mutual TLS between the proxies is fine and ends there' : 'the proxies agree'}; behind ${edge.server.name}'s proxy the application expects TLS of its own on port ${edge.targetPort} and gets plain HTTP`,
  fix: (_facts, edge) => [
    { text: 'Let the application listen on plain HTTP too, and point the Service there: the mesh encrypts already.' },
    {
      text: 'Or let clients speak TLS to it from end to end, and say that the port is TLS:',
      yaml: toYaml({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: edge.service.name, namespace: orDefault(edge.service.namespace) },
        spec: {
          ports: [{ name: `https-${edge.port}`, port: edge.port, targetPort: edge.targetPort, appProtocol: 'https' }],
        },
      }),
    },
  ],
  page: {
    see: '`400 The plain HTTP request was sent to HTTPS port`, over an edge that is mutual TLS.',
    why: 'A sidecar takes the mesh’s TLS off and gives the application what the caller’s application sent. If that was HTTP and the port is HTTPS, the application complains. No proxy’s configuration says what an application expects.',
    shows: [{ where: 'elsewhere', what: 'nothing in any dump; the body of the 400 says it' }],
    unless:
      'A 400 from the proxy itself (flag `DPE`) means that TLS arrived where it expected HTTP: `dr-mutual-to-plaintext`.',
  },
  example: { mutual: true },
  references: [
    'https://github.com/istio/istio/issues/8029',
    'https://github.com/istio/istio/issues/26554',
    'https://github.com/istio/istio/issues/29107',
  ],
});
