/** Facts of a secret, by what stays when certificates are renewed; and what changes then. */
import type { CertificateFacts, Secret } from '../../envoy/model.ts';
import { anchorText, carried, certificateName } from './certificate-text.ts';
import { factsOf, type Fact } from './fact.ts';
import { validationFacts } from './socket-facts.ts';

/** Whose certificate it is, who vouches for it, whom it trusts. */
export function secretFacts(secret: Secret): readonly Fact[] {
  const chain = chainIn(secret);
  const [leaf] = chain;
  return [
    ...factsOf('', { delivered: secret.delivered ? undefined : 'not yet' }),
    ...factsOf('/tls_certificate/certificate_chain', {
      identity: leaf === undefined ? undefined : certificateName(leaf),
      root: rootText(chain),
      key_type: leaf?.keyType,
    }),
    ...factsOf('/validation_context', secret.validation === undefined ? {} : validationFacts(secret.validation)),
  ];
}

/** What a renewal changes and nothing else: serial numbers and dates. */
export function renewalFacts(secret: Secret): readonly Fact[] {
  const certificates = [...chainIn(secret).slice(0, 1), ...anchorsIn(secret)];
  return certificates.flatMap((facts, index) => {
    const own = index === 0 && secret.certificate !== undefined;
    const path = own ? '/tls_certificate/certificate_chain' : '/validation_context/trusted_ca';
    const name = own ? 'certificate' : `trusted_ca ${anchorText(facts)}`;
    return factsOf(path, { [name]: `serial number ${facts.serialNumber}, valid until ${facts.notAfter}` });
  });
}

function chainIn({ certificate }: Secret): readonly CertificateFacts[] {
  return certificate === undefined ? [] : (carried(certificate.chain, certificate.facts) ?? []);
}

function anchorsIn({ validation }: Secret): readonly CertificateFacts[] {
  const ca = validation?.trustedCa;
  return ca === undefined ? [] : (carried(ca.source, ca.facts) ?? []);
}

/** Who stands above the chain: the key that signed its last certificate, or the issuer's name. */
function rootText(chain: readonly CertificateFacts[]): string | undefined {
  const last = chain.at(-1);
  if (last === undefined) return undefined;
  return last.authorityKeyId === undefined ? last.issuer : `key ${last.authorityKeyId}`;
}
