import { defineCause, found } from './cause.ts';
import { refusedCertificate } from './context/certificate.ts';
import { orDefault } from './fix/resources.ts';

/** A certificate ran out. */
export const certExpired = defineCause({
  code: 'cert-expired',
  title: 'a certificate has expired',
  group: 'Identity and certificates',
  reads: ['client', 'server', 'handshake'],
  find: (context) => {
    const { handshake, edge } = context;
    if (handshake?.kind !== 'fails' || handshake.reason !== 'expired') return undefined;
    const { owner, refuser, facts, certificateAt } = refusedCertificate(handshake, context);
    const party = owner === edge.client.name ? edge.client : edge.server;
    return found(
      { owner, refuser, until: facts?.notAfter ?? '', namespace: party.namespace, pod: party.pod },
      certificateAt,
    );
  },
  confidence: 'proven',
  because: ({ owner, refuser, until }) =>
    `the certificate of ${owner} ${until === '' ? 'has run out' : `ran out on ${until}`}, and ${refuser} refuses it`,
  fix: ({ owner, namespace, pod }, edge) => [
    {
      text: `Start ${owner} anew; it then asks for a certificate again:`,
      command:
        pod === ''
          ? `kubectl rollout restart deployment ${owner} -n ${orDefault(namespace)}`
          : `kubectl delete pod ${pod} -n ${orDefault(namespace)}`,
    },
    {
      text: 'Then find out why it was not renewed in time (the agent asks istiod for a new one after half of its life):',
      command: `kubectl logs -n ${edge.rootNamespace} deploy/istiod | grep -i -E 'csr|sign|expired'`,
    },
    { text: 'If the CA or the root itself ran out, all workloads fail: renew `cacerts`, then start everything anew.' },
  ],
  page: {
    see: 'What worked yesterday fails with 503 today: `CERTIFICATE_VERIFY_FAILED … certificate has expired`, `SSLV3_ALERT_CERTIFICATE_EXPIRED` at the other side.',
    why: 'Workload certificates live for a day and are renewed by the agent. One that ran out means the agent could not reach the CA, the CA could not sign, or certificates from files are not renewed by anybody.',
    shows: [
      {
        where: 'secrets',
        what: '`notAfter` of the leaf, an intermediate or the root is in the past (dumps are judged at the time they were taken; `--at` sets another)',
      },
    ],
    unless: 'A certificate from the future is `cert-not-yet-valid`: look at the clocks.',
  },
  example: { owner: 'web', refuser: 'sleep', until: '2026-01-01T00:00:00Z', namespace: 'demo', pod: 'web-5d8f7' },
  references: ['https://github.com/istio/istio/issues/3155', 'https://github.com/istio/istio/issues/3967'],
});
