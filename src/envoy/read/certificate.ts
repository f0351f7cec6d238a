/**
 * One entry of `certificates[]` in `/certs` (`envoy.admin.v3.Certificate`): the anchors and the chain of one TLS
 * context. It has neither subject nor key, and does not say which context it belongs to.
 */
import type { JsonObject } from '../../input/model.ts';
import { messages, text } from './fields.ts';
import type { CertificateFacts } from '../model.ts';

/** Chain first, leaf first in it, then the anchors. */
export function readCertificate(entry: JsonObject): readonly CertificateFacts[] {
  return [
    ...messages(entry, 'cert_chain').map((details, index) => readDetails(details, index > 0)),
    ...messages(entry, 'ca_cert').map((details) => readDetails(details, true)),
  ];
}

function readDetails(details: JsonObject, ca: boolean): CertificateFacts {
  const names = messages(details, 'subject_alt_names');
  const named = (kind: string): readonly string[] =>
    names.map((name) => text(name, kind)).filter((name) => name !== undefined);
  return {
    subject: '',
    issuer: '',
    serialNumber: text(details, 'serial_number') ?? '',
    uris: named('uri'),
    dnsNames: named('dns'),
    ipAddresses: named('ip_address'),
    notBefore: text(details, 'valid_from') ?? '',
    notAfter: text(details, 'expiration_time') ?? '',
    ca,
  };
}
