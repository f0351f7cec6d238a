import type { CertificateFacts, Secret } from '../envoy/model.ts';
import { secretCertificates } from './socket-record.ts';
import { resourceRecord, type ResourceRecord } from './resource-record.ts';

/** A secret: the certificates in it as facts, never their keys. */
export interface SecretRecord extends ResourceRecord {
  readonly kind: 'secret';
  /** False: named, but Envoy still waits for it. */
  readonly delivered: boolean;
  /** The proxy's own chain, leaf first. */
  readonly certificates: readonly CertificateFacts[];
  /** Whom the proxy trusts. */
  readonly anchors: readonly CertificateFacts[];
}

/** A secret as a document shows it. */
export function secretRecord(proxy: string, secret: Secret): SecretRecord {
  const { chain, anchors } = secretCertificates(secret);
  return {
    kind: 'secret',
    ...resourceRecord(proxy, secret),
    delivered: secret.delivered,
    certificates: chain,
    anchors,
  };
}
