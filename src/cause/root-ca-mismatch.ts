import { defineCause, found } from './cause.ts';
import { refusedCertificate } from './context/certificate.ts';
import { orDefault } from './fix/resources.ts';

/** One side's certificate was signed by a root that the other does not trust. */
export const rootCaMismatch = defineCause({
  code: 'root-ca-mismatch',
  title: 'the two sides trust different roots',
  group: 'Identity and certificates',
  reads: ['client', 'server', 'handshake'],
  find: (context) => {
    const { handshake } = context;
    if (handshake?.kind !== 'fails' || handshake.reason !== 'untrusted') return undefined;
    const { owner, refuser, facts, certificateAt, anchorsAt } = refusedCertificate(handshake, context);
    return found({ owner, refuser, issuer: facts?.issuer ?? '', detail: handshake.detail }, certificateAt, anchorsAt);
  },
  confidence: 'proven',
  because: ({ owner, refuser, issuer, detail }) =>
    `${refuser} does not trust the certificate of ${owner}${issuer === '' ? '' : `, issued by ${issuer}`}: ${detail}`,
  fix: (_facts, edge) => [
    {
      text: 'Compare what the two proxies trust:',
      command: `istioctl proxy-config rootca-compare ${podOf(edge.client)} ${podOf(edge.server)}`,
    },
    {
      text: 'Sign both meshes (or both generations) with one root: the same `root-cert.pem` in the Secret `cacerts` of each cluster, then start the workloads anew:',
      command: `kubectl get secret cacerts -n ${edge.rootNamespace} -o jsonpath='{.data.root-cert\\.pem}' | base64 -d | openssl x509 -noout -fingerprint -sha256 && kubectl rollout restart deployment -n ${orDefault(edge.server.namespace)}`,
    },
    {
      text: 'Or trust both while you migrate:',
      yaml: 'meshConfig:\n  caCertificates:\n    - pem: |\n        -----BEGIN CERTIFICATE-----\n        …\n        -----END CERTIFICATE-----\n# and on istiod: ISTIO_MULTIROOT_MESH=true',
    },
  ],
  page: {
    see: '`CERTIFICATE_VERIFY_FAILED` at one side and `TLSV1_ALERT_UNKNOWN_CA` at the other, between clusters, or after the CA was replaced. Over TLS 1.3 a client that is refused sees only `UC`.',
    why: 'Each proxy trusts the root it was given (`ROOTCA`). Two clusters with their own self-signed CAs have different ones; after a rotation, workloads that were not started anew still hold the old one.',
    shows: [
      {
        where: 'secrets',
        what: '`ROOTCA` of one side does not sign the chain in `default` of the other (compare certificates, not bytes: it may be a bundle)',
      },
    ],
    unless:
      'With `MUTUAL` and certificates of one’s own it is `dr-mutual-foreign-ca`; towards an outside host `external-origination-unverified`.',
  },
  example: {
    owner: 'web',
    refuser: 'sleep',
    issuer: 'O=other-root',
    detail: 'the chain ends in O=other-root, which is not trusted',
  },
  references: [
    'https://github.com/istio/istio/issues/52356',
    'https://github.com/istio/istio/issues/32501',
    'https://github.com/istio/istio/issues/23916',
    'https://github.com/istio/istio/issues/55005',
    'https://github.com/istio/istio/issues/61719',
  ],
});

function podOf({
  pod,
  name,
  namespace,
}: {
  readonly pod: string;
  readonly name: string;
  readonly namespace: string;
}): string {
  return `${pod === '' ? name : pod}.${orDefault(namespace)}`;
}
