/** Certificates, anchors and revocation lists: public parts only, or facts in their place. */
import { Buffer } from 'node:buffer';
import { anchorsOf, chainOf } from '../../envoy/tls/certificates.ts';
import type { CertificateFacts, DataSource, TlsCertificate, TrustedCa } from '../../envoy/model.ts';
import { present } from '../../envoy/present.ts';
import type { JsonObject } from '../../input/model.ts';
import { message } from './message.ts';

/** Whether certificates are carried as they are, or described: names that are signed in cannot be replaced. */
export type CertificateForm = 'pem' | 'facts';

/** An entry of `tls_certificates`. Envoy passes over one without a key, so the place of a key stays. */
export function writeCertificate(certificate: TlsCertificate, form: CertificateForm): JsonObject {
  const chain = writeChain(certificate, form);
  return chain === undefined ? { private_key: {} } : { certificate_chain: chain, private_key: {} };
}

function writeChain(certificate: TlsCertificate, form: CertificateForm): JsonObject | undefined {
  const { chain, facts } = certificate;
  if (form === 'facts' && chain?.kind === 'inline')
    return { facts: (chainOf(certificate)?.facts ?? []).map(writeFacts) };
  if (chain === undefined && facts === undefined) return undefined;
  return { ...writeDataSource(chain), ...(facts !== undefined && { facts: facts.map(writeFacts) }) };
}

/** `trusted_ca`, also of a trust domain. */
export function writeTrustedCa(trusted: TrustedCa, form: CertificateForm): JsonObject {
  const { source, facts } = trusted;
  if (form === 'facts' && source?.kind === 'inline') {
    const anchors = anchorsOf(trusted);
    // A source with nothing in it is no list of anchors that nobody saw.
    if (anchors === 'unseen') return { inline_string: '' };
    return { facts: anchors.flatMap((anchor) => anchor.facts.map(writeFacts)) };
  }
  return { ...writeDataSource(source), ...(facts !== undefined && { facts: facts.map(writeFacts) }) };
}

/** A revocation list cannot be told without the names in it: where those are replaced it is left out. */
export function writeCrl(source: DataSource, form: CertificateForm): JsonObject {
  return form === 'facts' && source.kind === 'inline' ? { inline_string: redacted } : writeDataSource(source);
}

/** What Envoy itself writes in place of what must not be seen. */
const redacted = '[redacted]';

function writeDataSource(source: DataSource | undefined): JsonObject {
  switch (source?.kind) {
    case undefined:
      return {};
    case 'file':
      return { filename: source.filename };
    case 'environment':
      return { environment_variable: source.variable };
    case 'inline':
      // The reader keeps certificates and revocation lists of it, and nothing else.
      return { inline_bytes: Buffer.from(source.pem, 'utf8').toString('base64') };
    case 'redacted':
      return { inline_string: redacted };
  }
}

/** The documented object that stands in a certificate's place, in the spelling of the rest of the dump. */
export function writeFacts(facts: CertificateFacts): JsonObject {
  const { ca, uris, dnsNames, ipAddresses, emails, subjectAltNames, extendedKeyUsage, keyUsage } = facts;
  const texts = message({
    subject: facts.subject,
    issuer: facts.issuer,
    serial_number: facts.serialNumber,
    fingerprint: facts.fingerprint,
    public_key: facts.publicKey,
    subject_key_id: facts.subjectKeyId,
    authority_key_id: facts.authorityKeyId,
    not_before: facts.notBefore,
    not_after: facts.notAfter,
    path_length: facts.pathLength,
    key_type: facts.keyType,
  });
  const lists = present({
    uris,
    dns_names: dnsNames,
    ip_addresses: ipAddresses,
    emails,
    subject_alt_names: subjectAltNames,
    extended_key_usage: extendedKeyUsage,
    key_usage: keyUsage,
  });
  // An absent extension is not an empty one.
  return { ...texts, ...lists, ca };
}
