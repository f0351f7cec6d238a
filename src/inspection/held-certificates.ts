import type { CertificateFacts, Proxy } from '../envoy/model.ts';
import { evidence } from '../evidence.ts';
import { pointTo, type EvidenceRecord } from './evidence-record.ts';
import { secretCertificates } from './socket-record.ts';

/** A certificate that a proxy holds, for itself or as an anchor. */
export interface HeldCertificate {
  readonly proxy: string;
  /** The secret it is in; empty for `/certs`, which names none. */
  readonly secret: string;
  readonly role: 'own' | 'anchor';
  readonly facts: CertificateFacts;
  readonly evidence: readonly EvidenceRecord[];
}

/** Every certificate in a proxy's secrets, or, where no secret was read, in what `/certs` says. */
export function heldCertificates(proxy: Proxy): HeldCertificate[] {
  const fromSecrets = proxy.secrets.flatMap((secret) => {
    const { chain, anchors } = secretCertificates(secret);
    const held = (role: HeldCertificate['role'], facts: CertificateFacts): HeldCertificate => ({
      proxy: proxy.name,
      secret: secret.name,
      role,
      facts,
      evidence: [pointTo(evidence(secret.place))],
    });
    return [...chain.map((facts) => held('own', facts)), ...anchors.map((facts) => held('anchor', facts))];
  });
  if (fromSecrets.length > 0) return fromSecrets;
  return proxy.certificates.map((facts) => ({
    proxy: proxy.name,
    secret: '',
    role: facts.ca ? 'anchor' : 'own',
    facts,
    evidence: [],
  }));
}

/** What people call a certificate: its SPIFFE ID or name, else its subject. */
export function certificateName({ uris, dnsNames, subject, serialNumber }: CertificateFacts): string {
  return uris[0] ?? dnsNames[0] ?? (subject === '' ? `serial number ${serialNumber}` : subject);
}
