import { defineCause, found } from './cause.ts';
import { orDefault } from './fix/resources.ts';

/** The dumps say mutual TLS, a test says reset: the test was made from inside the proxy's container. */
export const uid1337Bypass = defineCause({
  code: 'uid-1337-bypass',
  title: "the call was made from the proxy's own container, which is not redirected",
  group: 'Proxy bypassed',
  reads: ['client', 'server', 'observed'],
  find: ({ edge, client, server, observed }) => {
    if (observed === undefined || client === undefined || edge.outcome !== 'mtls') return undefined;
    const reset =
      observed.curlExit === 56 ||
      observed.curlExit === 52 ||
      /connection reset|empty reply|exit code 56/u.test(observed.text);
    return reset ? found({ curlExit: observed.curlExit ?? 56 }, client.at, server?.demandAt) : undefined;
  },
  confidence: 'possible',
  because: ({ curlExit }, edge) =>
    `the dumps say mutual TLS between ${edge.client.name} and ${edge.server.name}, so a plain call that ends with curl exit ${curlExit} did not go through ${edge.client.name}'s proxy: made inside the container istio-proxy (UID 1337) it goes out as plaintext`,
  fix: (_facts, edge) => [
    {
      text: "Repeat the test from the application's container, or from a debug container with another UID:",
      command: `kubectl exec ${edge.client.pod === '' ? `deploy/${edge.client.name}` : edge.client.pod} -n ${orDefault(edge.client.namespace)} -c APP -- curl -sv http://${edge.service.host}:${edge.port}/`,
    },
    { text: 'If the application itself runs as UID 1337, give it another one.' },
  ],
  page: {
    see: '`kubectl exec … -c istio-proxy -- curl http://…` prints `000` and exit code 56, while the application has no trouble. Or an application that runs as UID 1337 fails everywhere.',
    why: 'The redirection leaves out what UID 1337 sends, because that is the proxy itself. A curl in its container therefore goes straight to the server, in plaintext, which STRICT refuses. The edge is fine; the test is not.',
    shows: [
      { where: 'elsewhere', what: 'nothing in any dump. Both say mutual TLS; only the way the test was made tells' },
    ],
    unless: 'If the call from the application’s container fails as well, look for another cause.',
  },
  example: { curlExit: 56 },
  references: [
    'https://github.com/istio/istio/issues/7844',
    'https://github.com/istio/istio/issues/23802',
    'istioctl analyze IST0144',
  ],
});
