import type { EdgeRecord, EndpointRecord } from '../../src/inspection/edge-record.ts';

/** Sleep calls web, which accepts mutual TLS only, but a DestinationRule orders plaintext. */
export const failing: EndpointRecord = {
  endpoint: '10.77.0.12:8080',
  cluster: 'outbound|80||web.demo.svc.cluster.local',
  server: { proxy: 'web', name: 'web', namespace: 'demo', workload: 'web' },
  outcome: 'fails',
  because: 'the client sends plaintext, the server accepts only mutual TLS',
  steps: [
    { side: 'client', name: 'listener', passed: true, text: '0.0.0.0_80 takes 10.96.0.12:80', evidence: [] },
    {
      side: 'client',
      name: 'route',
      passed: true,
      text: 'host web.demo.svc.cluster.local → cluster outbound|80||web.demo.svc.cluster.local',
      evidence: [],
    },
    {
      side: 'client',
      name: 'endpoint',
      passed: true,
      text: '10.77.0.12:8080 is web (demo) and is marked tlsMode=istio: it has a proxy',
      evidence: [],
    },
    {
      side: 'client',
      name: 'sends',
      passed: false,
      text: 'plaintext. The cluster has no transport socket, because DestinationRule demo/web says so:',
      evidence: [
        {
          source: 'sleep.json.gz',
          pointer: '/configs/1/dynamic_active_clusters/18/cluster/metadata',
          line: 5788,
          column: 9,
          excerpt: '         "config": "/apis/networking.istio.io/v1/namespaces/demo/destination-rule/web"',
        },
      ],
    },
    { side: 'server', name: 'listener', passed: true, text: 'virtualInbound takes port 8080', evidence: [] },
    {
      side: 'server',
      name: 'accepts',
      passed: false,
      text: 'nothing but TLS on 8080: 1 of 1 chains for this port needs a client certificate',
      evidence: [
        {
          source: 'web.json.gz',
          pointer: '/configs/3/dynamic_listeners/13/active_state/listener/filter_chains/4',
          line: 9916,
          column: 11,
          excerpt: '      "require_client_certificate": true',
        },
      ],
    },
  ],
  causes: [
    {
      code: 'dr-tls-disable',
      effect: 'breaks',
      confidence: 'proven',
      text: 'DestinationRule demo/web orders plaintext towards a server that demands mutual TLS.',
      evidence: [],
      fix: [
        {
          text: 'Remove trafficPolicy.tls from DestinationRule demo/web (auto mTLS then picks mutual TLS), or say it:',
          yaml: 'trafficPolicy:\n  tls:\n    mode: ISTIO_MUTUAL\n',
        },
      ],
    },
  ],
  symptom: {
    status: 503,
    flags: ['UC'],
    application: '"upstream connect error or disconnect/reset before headers. reset reason: connection termination"',
    server: {
      flags: ['NR'],
      transportFailure: 'TLS_error:|268435612:SSL routines:OPENSSL_internal:HTTP_REQUEST:TLS_error_end',
    },
  },
  findings: [],
  unseen: [],
  missing: [],
  ruledOut: ['certificates: none were exchanged', 'routing: the request reaches web'],
};

/** An edge from sleep to web with these endpoints. */
export function edge(outcome: EdgeRecord['outcome'], ...endpoints: readonly EndpointRecord[]): EdgeRecord {
  return {
    kind: 'edge',
    question: {
      from: 'sleep',
      host: 'web.demo.svc.cluster.local',
      port: 80,
      speaks: 'http',
      authority: 'web.demo.svc.cluster.local',
    },
    from: { proxy: 'sleep', name: 'sleep', namespace: 'demo', workload: 'sleep' },
    to: 'web.demo.svc.cluster.local:80',
    outcome,
    endpoints,
  };
}
