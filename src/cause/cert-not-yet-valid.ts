import { defineCause, found } from './cause.ts';
import { refusedCertificate } from './context/certificate.ts';

/** A certificate from the future: two clocks disagree. */
export const certNotYetValid = defineCause({
  code: 'cert-not-yet-valid',
  title: 'a certificate is not valid yet',
  group: 'Identity and certificates',
  reads: ['client', 'server', 'handshake'],
  find: (context) => {
    const { handshake } = context;
    if (handshake?.kind !== 'fails' || handshake.reason !== 'not-yet-valid') return undefined;
    const { owner, refuser, facts, certificateAt } = refusedCertificate(handshake, context);
    return found({ owner, refuser, from: facts?.notBefore ?? '' }, certificateAt);
  },
  confidence: 'proven',
  because: ({ owner, refuser, from }) =>
    `the certificate of ${owner} is valid only from ${from === '' ? 'a later time' : from}, and ${refuser} refuses it: their clocks, or the CA's, disagree`,
  fix: () => [
    {
      text: 'Let every node, and the one istiod runs on, take its time from the same source:',
      command: 'kubectl get nodes -o name | xargs -I{} kubectl debug {} -q --image=busybox -- date -u',
    },
    {
      text: 'Certificates are issued a little into the past to allow for small differences; larger ones pass by themselves when the time has come.',
    },
  ],
  page: {
    see: 'New pods fail for some seconds or minutes and then are fine; some nodes more than others.',
    why: 'The CA wrote a beginning that has not come yet by the clock of the peer.',
    shows: [{ where: 'secrets', what: '`notBefore` is later than the time of the dump' }],
    unless: 'One that ran out is `cert-expired`.',
  },
  example: { owner: 'web', refuser: 'sleep', from: '2030-01-01T00:00:00Z' },
  references: ['https://github.com/istio/istio/issues/32176', 'https://github.com/istio/istio/issues/29379'],
});
