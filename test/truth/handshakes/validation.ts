/** `CertificateValidationContext` of a case, in Envoy's JSON. */
import type { JsonObject, JsonValue } from '../../../src/input/model.ts';
import { ascii, der } from '../../mint/der-writer.ts';
import { mintCrl, type CrlOrder, type Minted, type RawExtension } from '../../mint/mint.ts';
import type { Aim } from '../lab/coverage.ts';
import type { Credential } from './credentials.ts';
import { expiredSelf, forger, namesake, unrelatedRoot } from './issuers.ts';
import { address, identities, wildcard } from './leaf-orders.ts';
import { fingerprint, publicKeyHash } from './minted.ts';
import { valueOf, type Value } from './features.ts';
import type { Role } from './possible.ts';

const day = 86_400_000;

/** The context by which `role` judges `peer`; undefined for none at all. */
export async function validationContext(aim: Aim, role: Role, peer: Credential): Promise<JsonObject | undefined> {
  const trust = valueOf(aim, role === 'client' ? 'client trust' : 'server trust');
  if (trust === 'none') return undefined;
  const anchors = await anchorsFor(trust, peer);
  const crl = valueOf(aim, role === 'client' ? 'client CRL' : 'server CRL');
  const lists = await revocationLists(crl, peer);
  const bundled = crl === 'in the bundle' ? lists : '';
  const depth = valueOf(aim, role === 'client' ? 'client depth' : 'server depth');
  const validator = valueOf(aim, role === 'client' ? 'client validator' : 'server validator');
  return {
    ...(anchors.length === 0
      ? {}
      : { trusted_ca: { inline_string: anchors.map(({ pem }) => pem).join('') + bundled } }),
    ...(lists === '' || bundled !== '' ? {} : { crl: { inline_string: lists } }),
    ...(crl.endsWith('leaf checked') ? { only_verify_leaf_cert_crl: true } : {}),
    ...(depth === 'unset' ? {} : { max_verify_depth: Number(depth) }),
    ...nameMatchers(
      valueOf(aim, role === 'client' ? 'client names' : 'server names'),
      role === 'client' ? 'server' : 'client',
    ),
    ...pinned(valueOf(aim, role === 'client' ? 'client pins' : 'server pins'), peer),
    ...(await validatorConfig(validator, peer)),
  };
}

async function anchorsFor(trust: Value<'client trust'>, peer: Credential): Promise<Minted[]> {
  switch (trust) {
    case 'none':
    case 'empty':
      return [];
    case 'root':
      return [peer.root];
    case 'issuer':
      return [peer.issuer];
    case 'leaf':
      return [peer.leaf];
    case 'bundle':
      return [await unrelatedRoot(), peer.root];
    case 'unrelated':
      return [await unrelatedRoot()];
    case 'root and issuer':
      return [peer.root, ...(peer.issuer === peer.root ? [] : [peer.issuer])];
    case 'after a namesake':
      return [await unrelatedRoot(), await namesake(peer.root), peer.root];
    case 'before a namesake':
      return [await unrelatedRoot(), peer.root, await namesake(peer.root)];
    case 'after its expired self':
      return [await expiredSelf(peer.root), peer.root];
    case 'before its expired self':
      return [peer.root, await expiredSelf(peer.root)];
  }
}

const ranOut = { thisUpdate: new Date(Date.now() - 2 * day), nextUpdate: new Date(Date.now() - day) };

function fresh(order: CrlOrder): CrlOrder {
  return { thisUpdate: new Date(Date.now() - day / 2), ...order };
}

async function revocationLists(kind: Value<'client CRL'>, { leaf, issuer, above }: Credential): Promise<string> {
  const all = async (order: (of: Minted) => Parameters<typeof mintCrl>[1]): Promise<string> =>
    (await Promise.all(above.map((ca) => mintCrl(ca, order(ca))))).join('');
  switch (kind) {
    case 'none':
      return '';
    case 'for all':
    case 'in the bundle':
      return all(() => ({}));
    case 'without key id':
      return all(() => ({ noAuthorityKeyId: true }));
    case 'for users only':
      return all(() => ({ extensions: [scope(der(0x81, Uint8Array.of(0xff)))] }));
    case 'for CAs only':
      return all(() => ({ extensions: [scope(der(0x82, Uint8Array.of(0xff)))] }));
    case 'of a distribution point': {
      const uri = der(0x86, ascii('http://crl.test/two.crl'));
      return all(() => ({ extensions: [scope(der(0xa0, der(0xa0, uri)))] }));
    }
    case 'with an unknown critical extension':
      return all(() => ({ extensions: [{ oid: '1.2.3.4.5', critical: true, value: der(0x05) }] }));
    case 'leaf revoked':
    case 'leaf revoked, leaf checked':
      return all((ca) => (ca === issuer ? { revoked: [leaf] } : {}));
    case 'issuer revoked':
      return all((ca) => (ca === above[1] || above.length === 1 ? { revoked: [issuer] } : {}));
    case 'first issuer only':
    case 'first issuer only, leaf checked':
      return mintCrl(issuer);
    case 'expired':
      return all(() => ranOut);
    case 'not yet valid':
      return all(() => ({ thisUpdate: new Date(Date.now() + day) }));
    case 'one expired, one current':
      return (await all(() => ranOut)) + (await all(() => ({})));
    case 'newer one revokes':
      return (await all(() => fresh({ revoked: [leaf] }))) + (await all(() => ({})));
    case 'older one revokes':
      return (await all(() => ({ revoked: [leaf] }))) + (await all(() => fresh({})));
    case 'forged': {
      const forgedBy = await forger();
      return all(() => ({ forgedBy }));
    }
    case 'unrelated':
      return mintCrl(await unrelatedRoot());
  }
}

function typed(san_type: string, matcher: JsonObject, oid?: string): JsonObject {
  return { match_typed_subject_alt_names: [{ san_type, matcher, ...(oid === undefined ? {} : { oid }) }] };
}

/** `issuingDistributionPoint`. */
function scope(part: Uint8Array): RawExtension {
  return { oid: '2.5.29.28', critical: true, value: der(0x30, part) };
}

/** Matchers for names of the peer. */
function nameMatchers(kind: Value<'client names'>, peer: Role): JsonObject {
  const { uri, dns, email } = identities[peer];
  const upn = '1.3.6.1.4.1.311.20.2.3';
  switch (kind) {
    case 'none':
    case 'the SNI':
    case 'the host':
      return {};
    case 'exact URI':
    case 'the host and exact URI':
      return typed('URI', { exact: uri });
    case 'prefix URI':
      return typed('URI', { prefix: 'spiffe://cluster.local/' });
    case 'suffix URI':
      return typed('URI', { suffix: uri.slice(-8) });
    case 'contained URI':
      return typed('URI', { contains: '/ns/demo/' });
    case 'regex URI':
      return typed('URI', { safe_regex: { regex: 'spiffe://[^/]+/ns/(demo|data)/sa/[a-z]+' } });
    case 'regex in any case':
      return typed('URI', { safe_regex: { regex: `(?i)${uri.toUpperCase()}` } });
    case 'regex of classes':
      return typed('URI', { safe_regex: { regex: '[[:alpha:]]+:[/]{2}\\Qcluster.local\\E/(?:\\w+/){3}\\pL{3,5}' } });
    case 'regex with anchors':
      return typed('URI', { safe_regex: { regex: '^spiffe://.*\\bsa\\b/[^/]+$' } });
    case 'part of regex':
      return typed('URI', { safe_regex: { regex: 'spiffe://[^/]+/ns/demo' } });
    case 'exact DNS':
      return typed('DNS', { exact: dns });
    case 'DNS by wildcard':
      return typed('DNS', { exact: `any.${wildcard}` });
    case 'two labels':
      return typed('DNS', { exact: `one.two.${wildcard}` });
    case 'exact IP':
      return typed('IP_ADDRESS', { exact: address });
    case 'exact email':
      return typed('EMAIL', { exact: email });
    case 'other name':
      return typed('OTHER_NAME', { exact: `${peer}@corp.test` }, upn);
    case 'other name of other type':
      return typed('OTHER_NAME', { exact: `${peer}@corp.test` }, '1.2.3.4');
    case 'any case':
      return typed('URI', { exact: uri.toUpperCase(), ignore_case: true });
    case 'wrong case':
      return typed('URI', { exact: uri.toUpperCase() });
    case 'untyped exact':
      return { match_subject_alt_names: [{ exact: email }] };
    case 'untyped prefix':
      return { match_subject_alt_names: [{ prefix: 'spiffe://cluster.local/ns/' }] };
    case 'second of two':
      return {
        match_typed_subject_alt_names: [
          { san_type: 'DNS', matcher: { exact: 'nobody.test' } },
          { san_type: 'URI', matcher: { exact: uri } },
        ],
      };
    case 'wrong URI':
      return typed('URI', { exact: 'spiffe://cluster.local/ns/demo/sa/nobody' });
    case 'wrong type':
      return typed('DNS', { exact: uri });
  }
}

function pinned(kind: Value<'client pins'>, { leaf, issuer }: Credential): JsonObject {
  const hash = fingerprint(leaf.pem);
  const wrong = '00'.repeat(32);
  switch (kind) {
    case 'none':
      return {};
    case 'hash':
      return { verify_certificate_hash: [wrong, hash] };
    case 'hash with colons':
      return { verify_certificate_hash: [hash.toUpperCase().match(/../gu)?.join(':') ?? ''] };
    case 'key':
      return { verify_certificate_spki: [publicKeyHash(leaf)] };
    case 'wrong hash':
      return { verify_certificate_hash: [wrong] };
    case 'wrong hash, right key':
      return { verify_certificate_hash: [wrong], verify_certificate_spki: [publicKeyHash(leaf)] };
    case 'issuer hash':
      return { verify_certificate_hash: issuer === leaf ? [wrong] : [fingerprint(issuer.pem)] };
  }
}

async function validatorConfig(kind: Value<'client validator'>, peer: Credential): Promise<JsonObject> {
  switch (kind) {
    case 'default':
      return {};
    case 'accept untrusted':
      return { trust_chain_verification: 'ACCEPT_UNTRUSTED' };
    case 'allow expired':
      return { allow_expired_certificate: true };
    case 'SPIFFE':
      return spiffe({ trust_domains: [domain('cluster.local', peer.root)] });
    case 'SPIFFE, other domain':
      return spiffe({ trust_domains: [domain('other.local', peer.root)] });
    case 'SPIFFE, two domains':
      return spiffe({
        trust_domains: [domain('other.local', peer.root), domain('cluster.local', await unrelatedRoot())],
      });
    case 'SPIFFE, issuer as anchor':
      return spiffe({ trust_domains: [domain('cluster.local', peer.issuer)] });
    case 'SPIFFE, allow expired':
      return { ...spiffe({ trust_domains: [domain('cluster.local', peer.root)] }), allow_expired_certificate: true };
    case 'SPIFFE, JSON bundles':
      return spiffe({
        trust_bundles: { inline_string: JSON.stringify({ trust_domains: { 'cluster.local': jwks(peer.root) } }) },
      });
  }
}

function domain(name: string, { pem }: Minted): JsonObject {
  return { name, trust_bundle: { inline_string: pem } };
}

/** A SPIFFE bundle (RFC 7517 with `x5c`); Envoy reads no more of it than the certificates. */
function jwks({ pem }: Minted): JsonObject {
  const x5c = pem.replaceAll(/-----[^-]+-----|\s/gu, '');
  return {
    spiffe_sequence: 1,
    spiffe_refresh_hint: 3600,
    keys: [{ kty: 'EC', crv: 'P-256', use: 'x509-svid', x: '', y: '', x5c: [x5c] }],
  };
}

function spiffe(config: Readonly<Record<string, JsonValue>>): JsonObject {
  const type = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.SPIFFECertValidatorConfig';
  return {
    custom_validator_config: { name: 'envoy.tls.cert_validator.spiffe', typed_config: { '@type': type, ...config } },
  };
}
