/**
 * A certificate that is described instead of carried: the object that a redacted dump holds in a certificate's
 * place (`certificate_chain.facts[]`, `trusted_ca.facts[]`). Its fields are those of `CertificateFacts`, in either
 * spelling.
 */
import type { JsonObject } from '../../input/model.ts';
import { flag, has, number, text, texts } from './fields.ts';
import type { CertificateFacts } from '../model.ts';
import { present } from '../present.ts';

export function readCertificateFacts(facts: JsonObject): CertificateFacts {
  return present({
    subject: text(facts, 'subject') ?? '',
    issuer: text(facts, 'issuer') ?? '',
    serialNumber: text(facts, 'serial_number') ?? '',
    fingerprint: text(facts, 'fingerprint'),
    publicKey: text(facts, 'public_key'),
    subjectKeyId: text(facts, 'subject_key_id'),
    authorityKeyId: text(facts, 'authority_key_id'),
    uris: texts(facts, 'uris'),
    dnsNames: texts(facts, 'dns_names'),
    ipAddresses: texts(facts, 'ip_addresses'),
    emails: textsIfGiven(facts, 'emails'),
    subjectAltNames: textsIfGiven(facts, 'subject_alt_names'),
    notBefore: text(facts, 'not_before') ?? '',
    notAfter: text(facts, 'not_after') ?? '',
    ca: flag(facts, 'ca') ?? false,
    pathLength: number(facts, 'path_length'),
    keyType: text(facts, 'key_type'),
    extendedKeyUsage: textsIfGiven(facts, 'extended_key_usage'),
    keyUsage: textsIfGiven(facts, 'key_usage'),
  });
}

/** An absent extension is not an empty one. */
function textsIfGiven(facts: JsonObject, name: string): readonly string[] | undefined {
  return has(facts, name) ? texts(facts, name) : undefined;
}
