/**
 * Pods of one service account show certificates that differ in what nobody judges: key, serial number, dates. Two of
 * them are alike where every server would say the same of both.
 */
import { dequal } from 'dequal';
import type { CertificateChain } from '../envoy/connection.ts';
import { receivedTls } from './received-tls.ts';
import { anchorsOf, certificatesOf, chainOf, holdsCrl } from '../envoy/tls/certificates.ts';
import type { CertificateFacts, Proxy, TlsCertificate, TrustedCa, ValidationContext } from '../envoy/model.ts';
import type { Certificate } from '../envoy/tls/x509/certificate.ts';
import { checkTime } from '../envoy/tls/x509/chain.ts';
import { isSame, isSelfSigned, mayHaveIssued } from '../envoy/tls/x509/issuing.ts';
import { signatureHolds } from '../envoy/tls/x509/public-key.ts';

/** A certificate, and the identity that its owner goes by. */
export interface Shown {
  readonly certificate: TlsCertificate;
  readonly identity: string | undefined;
}

/** Judges whether two certificates are alike to all servers of a mesh, but for the identities of their owners. */
export type AlikeCertificates = (one: Shown, other: Shown) => boolean;

/** The judge for the servers among these proxies, at this time. */
export function alikeCertificates(proxies: readonly Proxy[], at: Date): AlikeCertificates {
  let servers: Servers | undefined;
  return (one, other) => {
    const [a, b] = [chainOf(one.certificate), chainOf(other.certificate)];
    const isSameOwner = one.identity === other.identity;
    if (isSameOwner || (a === undefined && b === undefined)) {
      if (dequal(one.certificate, other.certificate)) return true;
    }
    if (a === undefined || b === undefined || !sameIssuers(a, b)) return false;
    servers ??= serversAmong(proxies);
    if (servers.looksAtEach || !alikeLeaves(certificatesOf(a), certificatesOf(b), servers, at)) return false;
    const [namesOfOne, namesOfOther] = [a.facts[0]?.subjectAltNames, b.facts[0]?.subjectAltNames];
    if (isSameOwner) return dequal(namesOfOne, namesOfOther);
    // Whoever goes by another identity shows that, and nothing else.
    const looksAtNames = servers.looksAtNames || certificatesOf(a).some(constrainsNames);
    return !looksAtNames && isNamed(a, one.identity) && isNamed(b, other.identity);
  };
}

/** What the servers of a mesh judge client certificates by. */
interface Servers {
  readonly anchors: readonly Certificate[];
  /** Some revocation list or pin may tell apart what is alike otherwise. */
  readonly looksAtEach: boolean;
  /** Some issuer may issue for some names only. */
  readonly looksAtNames: boolean;
}

function serversAmong(proxies: readonly Proxy[]): Servers {
  const contexts = new Set(proxies.flatMap(validations));
  const trusted = new Set(
    [...contexts].flatMap(({ trustedCa, spiffe = [] }) => [
      ...(trustedCa === undefined ? [] : [trustedCa]),
      ...spiffe.map(({ bundle }) => bundle),
    ]),
  );
  const anchors = new Map<string, Certificate>();
  for (const one of trusted) {
    const chains = anchorsOf(one);
    if (chains === 'unseen') continue;
    for (const anchor of chains.flatMap(certificatesOf)) anchors.set(JSON.stringify(anchor.facts), anchor);
  }
  return {
    anchors: [...anchors.values()],
    looksAtEach: [...contexts].some(pinsOrRevokes) || [...trusted].some(holdsList),
    looksAtNames: [...anchors.values()].some(constrainsNames),
  };
}

function constrainsNames({ extensions }: Certificate): boolean {
  return extensions.nameConstraints !== undefined;
}

function validations({ listeners, secrets }: Proxy): readonly ValidationContext[] {
  return [
    ...secrets.flatMap(({ validation }) => validation ?? []),
    ...listeners.flatMap((listener) => receivedTls(listener).flatMap(({ validation }) => validation ?? [])),
  ];
}

function pinsOrRevokes({ certificateHashes, spkiHashes, crl }: ValidationContext): boolean {
  return certificateHashes.length > 0 || spkiHashes.length > 0 || crl !== undefined;
}

function holdsList({ source }: TrustedCa): boolean {
  return source?.kind === 'inline' && holdsCrl(source.pem);
}

/** What is sent along with the leaf is the very same. */
function sameIssuers(one: CertificateChain, other: CertificateChain): boolean {
  return dequal(one.facts.slice(1), other.facts.slice(1)) && dequal(one.pem?.slice(1), other.pem?.slice(1));
}

function alikeLeaves(
  [one, ...rest]: readonly Certificate[],
  [other]: readonly Certificate[],
  { anchors }: Servers,
  at: Date,
): boolean {
  if (one === undefined || other === undefined) return false;
  const issuers = [...rest, ...anchors];
  const both = [one, other];
  return (
    both.every((leaf) => checkTime(leaf, at) === undefined && !isSelfSigned(leaf)) &&
    both.every((leaf) => !anchors.some((anchor) => isSame(anchor, leaf) || mayHaveIssued(leaf, anchor))) &&
    dequal(judgedPart(one), judgedPart(other)) &&
    dequal(signers(one, issuers), signers(other, issuers))
  );
}

/** Whether an identity is the only name of a leaf. */
function isNamed({ facts: [leaf] }: CertificateChain, identity: string | undefined): boolean {
  return (
    identity !== undefined &&
    dequal(leaf?.uris, [identity]) &&
    dequal(leaf?.subjectAltNames ?? [identity], [identity]) &&
    (leaf?.dnsNames.length ?? 0) + (leaf?.ipAddresses.length ?? 0) + (leaf?.emails?.length ?? 0) === 0
  );
}

/** Everything of a certificate but its names and what is its own alone. */
function judgedPart({ facts, extensions, bytes, ...rest }: Certificate): unknown {
  const { subjectKeyId: _key, subjectAltNames: _names, ...judged } = extensions;
  return { ...rest, facts: commonFacts(facts), extensions: judged, algorithm: bytes?.algorithm };
}

/** Facts that a certificate has for itself. */
const ownFacts: readonly (keyof CertificateFacts)[] = [
  'serialNumber',
  'fingerprint',
  'publicKey',
  'subjectKeyId',
  'notBefore',
  'notAfter',
];
const nameFacts: readonly (keyof CertificateFacts)[] = ['uris', 'dnsNames', 'ipAddresses', 'emails', 'subjectAltNames'];

function commonFacts(facts: CertificateFacts): unknown {
  return { ...facts, ...Object.fromEntries([...ownFacts, ...nameFacts].map((fact) => [fact, undefined])) };
}

/** Words of a client's certificates that those of its likes may have otherwise. */
export function ownWords({ secrets }: Proxy): readonly string[] {
  return secrets.flatMap(({ certificate }) => {
    const leaf = certificate === undefined ? undefined : chainOf(certificate)?.facts[0];
    return leaf === undefined ? [] : ownFacts.flatMap((fact) => (typeof leaf[fact] === 'string' ? leaf[fact] : []));
  });
}

/** Which of those who may have signed a certificate did; undefined where it cannot be told. */
function signers(leaf: Certificate, issuers: readonly Certificate[]): readonly (boolean | undefined)[] {
  return issuers
    .filter((issuer) => mayHaveIssued(issuer, leaf))
    .map(({ bytes }) =>
      leaf.bytes === undefined || bytes === undefined ? undefined : signatureHolds(leaf.bytes, bytes.spki),
    );
}
