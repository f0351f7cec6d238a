import { parseSpiffeId } from '../istio/spiffe.ts';
import type { SanMatcher } from '../envoy/model.ts';
import type { TlsSide } from '../envoy/connection.ts';
import { defineCause, found } from './cause.ts';
import { refusedCertificate } from './context/certificate.ts';
import { listed } from './words.ts';

/** Same root, another trust domain in the name. */
export const trustDomainMismatch = defineCause({
  code: 'trust-domain-mismatch',
  title: 'the certificate comes from another trust domain',
  group: 'Identity and certificates',
  reads: ['client', 'server', 'handshake'],
  insteadOf: ['san-mismatch'],
  find: (context) => {
    const { client, server, handshake } = context;
    if (
      handshake?.kind !== 'fails' ||
      (handshake.reason !== 'san-mismatch' && handshake.reason !== 'spiffe-no-trust-bundle')
    )
      return undefined;
    const refused = refusedCertificate(handshake, context);
    const theirs = parseSpiffeId(refused.facts?.uris[0] ?? '');
    const side =
      handshake.by === 'client'
        ? (client?.tunnel?.sending.tls ?? client?.sending?.tls)?.side
        : server?.receiving.tls?.side;
    const wanted = side === undefined ? [] : trustDomainsOf(side);
    if (theirs === undefined || wanted.length === 0 || wanted.includes(theirs.trustDomain)) return undefined;
    const { owner, refuser, certificateAt } = refused;
    return found(
      { owner, refuser, theirs: theirs.trustDomain, wanted },
      handshake.by === 'client' ? client?.at : server?.demandAt,
      certificateAt,
    );
  },
  confidence: 'proven',
  because: ({ owner, refuser, theirs, wanted }) =>
    `${owner} has an identity of trust domain ${theirs}, and ${refuser} accepts ${listed(wanted)}`,
  fix: ({ theirs }) => [
    {
      text: 'Name the other trust domain as an alias in the mesh that refuses it:',
      yaml: `meshConfig:\n  trustDomainAliases:\n    - ${JSON.stringify(theirs)}`,
    },
    { text: 'Authorization policies that name principals of the old trust domain then keep working as well.' },
  ],
  page: {
    see: 'Calls between clusters, or after the trust domain was renamed, are reset: `SAN matcher` errors at the side that refuses.',
    why: 'Servers accept `spiffe://TRUST-DOMAIN/…` of their own trust domain and its aliases, clients the exact identities they know. The same root does not help if the name in front differs.',
    shows: [
      { where: 'server', what: '`match_subject_alt_names: [{prefix: "spiffe://TRUST-DOMAIN/"}]` in the filter chain' },
      { where: 'secrets', what: 'the URI in the peer’s certificate begins otherwise' },
    ],
    unless: 'If the roots differ too, that comes first: `root-ca-mismatch`.',
  },
  example: { owner: 'foreign', refuser: 'web', theirs: 'other.domain', wanted: ['cluster.local'] },
  references: ['https://github.com/istio/istio/issues/37096', 'https://github.com/istio/istio/issues/28206'],
});

/** The trust domains a side accepts, as its SAN matchers or its SPIFFE validator name them. */
function trustDomainsOf({ validation }: TlsSide): readonly string[] {
  if (validation === undefined || validation === 'warming') return [];
  const { sans, spiffe } = validation.context;
  const bundles = (spiffe ?? []).map(({ trustDomain }) => trustDomain);
  return [...new Set([...bundles, ...sans.flatMap(trustDomainOf)])].toSorted();
}

function trustDomainOf({ matcher }: SanMatcher): readonly string[] {
  if (matcher.kind !== 'exact' && matcher.kind !== 'prefix') return [];
  const domain = /^spiffe:\/\/([^/]+)\//u.exec(matcher.value)?.[1];
  return domain === undefined ? [] : [domain];
}
