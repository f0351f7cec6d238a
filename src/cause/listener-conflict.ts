import { evidence } from '../evidence.ts';
import { parseIp } from '../envoy/ip.ts';
import { defineCause, found } from './cause.ts';

/** Another service's listener takes the port, so the connection lands in its cluster. */
export const listenerConflict = defineCause({
  code: 'listener-conflict',
  title: "another service's listener takes the connection",
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'others'],
  find: ({ edge, client, others }) => {
    const asked = client?.path.destination.host ?? '';
    const { clusterName, path } = client ?? {};
    if (client === undefined || edge.outcome === 'mtls' || clusterName === undefined || path?.listener === undefined)
      return undefined;
    // Routes may lead elsewhere on purpose; a TCP listener has nothing but its address to go by.
    if (
      path.filter?.kind !== 'tcp' ||
      clusterName.host === asked ||
      parseIp(asked) !== undefined ||
      !others.knowsHost(asked)
    )
      return undefined;
    const shared = path.listener.addresses.some((each) => each.kind === 'ip' && isUnspecified(each.ip));
    return found(
      { listener: path.listener.name, taken: clusterName.host, asked, shared },
      evidence(path.listener.place, '/name'),
      client.at,
    );
  },
  // A listener on the service's own address may lead elsewhere by a VirtualService for TCP.
  confidence: ({ shared }) => (shared ? 'proven' : 'consistent'),
  because: ({ listener, taken, asked }, edge) =>
    `${edge.client.name}'s listener ${listener} belongs to ${taken} and takes what is meant for ${asked}:${edge.question.port} as well`,
  fix: ({ taken }, edge) => [
    {
      text: `Give the port of ${taken} its own address (a ClusterIP instead of a headless or ExternalName Service), or another number.`,
    },
    {
      text: `Or name its protocol, so that HTTP services can share the port by host name: \`appProtocol: http\` on port ${edge.question.port} of the Service.`,
    },
  ],
  page: {
    see: 'Requests to one service land in another, with its TLS settings, or fail there.',
    why: 'HTTP services share the listener `0.0.0.0_PORT` and are told apart by host. A TCP port without an address of its own (headless, ExternalName, a ServiceEntry without addresses) takes the whole listener, and all other hosts on this port with it.',
    shows: [
      { where: 'client', what: 'the listener for the port leads to the cluster of a service that was not asked for' },
    ],
    unless: 'A VirtualService may send a host elsewhere on purpose; look at the route first.',
  },
  example: {
    listener: '0.0.0.0_443',
    taken: 'metrics.monitoring.svc.cluster.local',
    asked: 'web.demo.svc.cluster.local',
    shared: true,
  },
  references: [
    'https://github.com/istio/istio/issues/35429',
    'https://github.com/istio/istio/issues/10456',
    'istioctl analyze IST0116',
  ],
});

function isUnspecified(ip: string): boolean {
  return ip === '0.0.0.0' || ip === '::';
}
