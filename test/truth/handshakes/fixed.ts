/** Cases that pin one rule each; the name says which. `docs/envoy-truths.md` refers to them. */
import type { Aim } from '../lab/coverage.ts';
import type { HandshakeCase } from './case.ts';

type KindName = 'negotiation' | 'client trust' | 'server trust' | 'applications';

export interface FixedCase extends HandshakeCase {
  readonly name: string;
  /** The kind it runs with. */
  readonly kind: KindName;
}

const both13 = { 'client versions': '1.2 to 1.3', 'server versions': '1.2 to 1.3' };
const oneWay = { require: 'no', 'server trust': 'none' };

const negotiation: Readonly<Record<string, Aim>> = {
  'Envoy clients stay at TLS 1.2 unless told otherwise': {},
  'the highest common version is taken': both13,
  'a minimum above the default maximum leaves a client no version': { 'client versions': 'from 1.3' },
  'a maximum below the default minimum leaves a server no version': { 'server versions': 'up to 1.1' },
  'no common version': { 'server versions': '1.3' },
  'a server takes for granted that a client without TLS 1.3 has all lower versions': {
    'server versions': '1.0 to 1.1',
    'client ciphers': 'cbc',
    'server ciphers': 'cbc',
  },
  'the same with no suite in common for that version': { 'server versions': '1.0 to 1.1' },
  'no suite of the client works with its versions': { 'client versions': '1.0 to 1.1' },
  'cipher suites of TLS 1.2 do not matter to TLS 1.3': {
    ...both13,
    'client ciphers': 'rsa',
    'server ciphers': 'ecdsa',
  },
  'no cipher suite in common': { 'client ciphers': 'chacha', 'server ciphers': 'aes256' },
  'no cipher suite that goes with the key of the certificate': { 'client ciphers': 'rsa' },
  'before TLS 1.3 the client has to list the curve of a certificate': { 'server key': 'EC P-384' },
  'a client that lists the curve takes the certificate': { 'server key': 'EC P-384', 'client curves': 'NIST' },
  'with TLS 1.3 the curve of a certificate goes by signature algorithms': { ...both13, 'server key': 'EC P-384' },
  'nobody takes signatures of P-521 unless told to': { ...both13, 'server key': 'EC P-521' },
  'a client certificate whose signatures the server does not take': { 'client key': 'EC P-521' },
  'no group in common before TLS 1.3': { 'client curves': 'X25519', 'server curves': 'P-256' },
  'no group in common with TLS 1.3': { ...both13, 'client curves': 'X25519', 'server curves': 'P-256' },
  'a post-quantum group alone is an unreadable offer before TLS 1.3': { 'client curves': 'X25519MLKEM768' },
  'a post-quantum group alone with TLS 1.3': { ...both13, 'client curves': 'X25519MLKEM768' },
  'no application protocol in common is no failure': { 'client alpn': 'istio', 'server alpn': 'h2' },
  'the server’s order of application protocols counts': {
    'client alpn': 'http/1.1 and h2',
    'server alpn': 'h2 and http/1.1',
  },
  'ECDSA before RSA': { 'server certificates': 'RSA then EC' },
  'RSA when the client takes no ECDSA': { 'server certificates': 'EC then RSA', 'client ciphers': 'rsa' },
  'the certificate whose name is asked for': { 'server certificates': 'a then b', sni: 'b.test' },
  'a wildcard covers one label': { 'server certificates': 'wildcard then a', sni: 'x.wild.test' },
  'a wildcard does not cover two': { 'server certificates': 'wildcard then a', sni: 'x.y.wild.test' },
  'an unknown name gets the first certificate': { 'server certificates': 'wildcard then a', sni: 'unknown.test' },
  'an unknown name gets the best certificate with a full scan': {
    'server certificates': 'wildcard then a',
    sni: 'unknown.test',
    'full scan': 'yes',
  },
  'without a name the best certificate is shown': { 'server certificates': 'wildcard then a', sni: 'none' },
  'a common name counts where there are no alternative names': {
    'server certificates': 'common name then a',
    sni: 'b.test',
  },
  'names are compared as they are sent': { 'server certificates': 'a then b', sni: 'A.TEST' },
  'an RSA key that may not sign': { 'server key': 'RSA 2048', 'server leaf': 'may not sign' },
  'an RSA key that may not sign, with TLS 1.3': { ...both13, 'server key': 'RSA 2048', 'server leaf': 'may not sign' },
  'a client that cannot sign notices it before the server’s key': {
    'server key': 'RSA 2048',
    'server leaf': 'may not sign',
    'server signatures': 'rsa-pss',
  },
  'an RSA key that may only encipher serves RSA key exchange': {
    'server key': 'RSA 2048',
    'server leaf': 'may not sign',
    'client ciphers': 'rsa key exchange',
    'server ciphers': 'rsa key exchange',
  },
};

const clientTrust: Readonly<Record<string, Aim>> = {
  'without anything to verify by every certificate is accepted': {
    ...oneWay,
    'server leaf': 'expired',
    'server chain': 'renewed root',
  },
  'trusted_ca checks no names': { ...oneWay, 'client trust': 'root', sni: 'unknown.test' },
  'auto_san_validation without anchors fails every handshake': { ...oneWay, 'client names': 'the host' },
  'auto_san_validation with an address': {
    ...oneWay,
    'client trust': 'root',
    'client names': 'the host',
    host: '10.1.2.3',
  },
  'auto_san_validation comes on top of matchers': {
    ...oneWay,
    'client trust': 'root',
    'client names': 'the host and exact URI',
    host: 'unknown.test',
  },
  'auto_sni_san_validation asks for the SNI': {
    ...oneWay,
    'client trust': 'root',
    'client names': 'the SNI',
    sni: 'unknown.test',
  },
  'auto_sni_san_validation without SNI asks for nothing': {
    ...oneWay,
    'client trust': 'root',
    'client names': 'the SNI',
    sni: 'none',
  },
  'a common name is no alternative name': {
    ...oneWay,
    'client trust': 'root',
    'client names': 'exact DNS',
    'server leaf': 'no names',
  },
  'a forged signature that is overlooked ends the handshake before TLS 1.3': {
    ...oneWay,
    'client trust': 'root',
    'client validator': 'accept untrusted',
    'server chain': 'forged root',
  },
  'a forged signature that is overlooked does no harm with TLS 1.3': {
    ...oneWay,
    ...both13,
    'client trust': 'root',
    'client validator': 'accept untrusted',
    'server chain': 'forged root',
  },
  'nor does it where the client has a certificate to show': {
    'client trust': 'root',
    'client validator': 'accept untrusted',
    'server chain': 'forged root',
  },
  'of a root and its expired self the first one counts': { ...oneWay, 'client trust': 'after its expired self' },
  'an expired root after its renewed self does no harm': { ...oneWay, 'client trust': 'before its expired self' },
  'a namesake with another key does no harm': { ...oneWay, 'client trust': 'after a namesake' },
  'only the first path is tried': {
    ...oneWay,
    'client trust': 'root',
    'server chain': 'cross-signed, bad one first',
  },
  'max_verify_depth does not bind clients': {
    ...oneWay,
    'client trust': 'root',
    'client depth': '0',
    'server chain': 'two intermediates',
  },
  'ACCEPT_UNTRUSTED overlooks names and pins': {
    ...oneWay,
    'client trust': 'unrelated',
    'client names': 'wrong URI',
    'client pins': 'wrong hash',
    'client validator': 'accept untrusted',
  },
  'a certificate of the future raises the alert of an expired one': {
    ...oneWay,
    'client trust': 'root',
    'server leaf': 'not yet valid',
  },
  'a lone leaf is not completed from the server’s own anchors': {
    require: 'no',
    'server trust': 'root and issuer',
    'client trust': 'root',
    'server chain': 'intermediate missing',
  },
  'a root that is shown makes another error than one that is not': {
    ...oneWay,
    'client trust': 'unrelated',
    'server chain': 'with root',
  },
  'an intermediate is an anchor': { ...oneWay, 'client trust': 'issuer', 'server chain': 'intermediate' },
  'a leaf is an anchor': { ...oneWay, 'client trust': 'leaf', 'server chain': 'intermediate missing' },
  'an expired root fails the chain': { ...oneWay, 'client trust': 'root', 'server chain': 'expired root' },
  'a client waits for its anchors in vain': {
    ...oneWay,
    'client trust': 'root',
    'client sources': 'anchors never come',
  },
};

const serverTrust: Readonly<Record<string, Aim>> = {
  'no context: no certificate is asked for, whatever require says': { 'server trust': 'none' },
  'an empty context: no certificate is asked for, whatever require says': { 'server trust': 'empty' },
  'anchors without require: a client may come without': { 'client certificate': 'none', require: 'no' },
  'anchors without require: a bad certificate fails': { require: 'no', 'client leaf': 'expired' },
  'anchors with require: a client without certificate fails': { 'client certificate': 'none' },
  'the same with TLS 1.3, which the client does not notice': {
    'client certificate': 'none',
    'client versions': '1.2 to 1.3',
  },
  'a bad certificate with TLS 1.3, which the client does not notice': {
    'client leaf': 'expired',
    'client versions': '1.2 to 1.3',
  },
  'matchers demand a certificate without require': {
    'client certificate': 'none',
    require: 'no',
    'server names': 'exact URI',
  },
  'pins demand a certificate without require, without anchors': {
    'client certificate': 'none',
    require: 'no',
    'server trust': 'empty',
    'server pins': 'hash',
  },
  'pins alone verify': { 'server trust': 'empty', 'server pins': 'wrong hash' },
  'ACCEPT_UNTRUSTED without anchors asks': {
    require: 'unset',
    'server trust': 'empty',
    'server validator': 'accept untrusted',
  },
  'ACCEPT_UNTRUSTED without anchors does not demand, whatever require says': {
    'client certificate': 'none',
    'server trust': 'empty',
    'server validator': 'accept untrusted',
  },
  'ACCEPT_UNTRUSTED with pins does not demand': {
    'client certificate': 'none',
    require: 'no',
    'server trust': 'empty',
    'server pins': 'hash',
    'server validator': 'accept untrusted',
  },
  'ACCEPT_UNTRUSTED with anchors and require demands': {
    'client certificate': 'none',
    'server validator': 'accept untrusted',
  },
  'ACCEPT_UNTRUSTED with anchors and require accepts a bad one': {
    'client leaf': 'expired',
    'server trust': 'unrelated',
    'server validator': 'accept untrusted',
  },
  'SPIFFE demands a certificate, whatever require says': {
    'client certificate': 'none',
    require: 'no',
    'server validator': 'SPIFFE',
  },
  'SPIFFE wants a keyUsage': { 'client leaf': 'no key usage', 'server validator': 'SPIFFE' },
  'SPIFFE does not look at the purpose': { 'client leaf': 'wrong purpose', 'server validator': 'SPIFFE' },
  'SPIFFE takes no intermediate for an anchor': {
    'client chain': 'intermediate',
    'server validator': 'SPIFFE, issuer as anchor',
  },
  'SPIFFE has one alert for all': { 'client leaf': 'expired', 'server validator': 'SPIFFE' },
  'SPIFFE matches URIs only': { 'server names': 'exact DNS', 'server validator': 'SPIFFE' },
  'any purpose is not every purpose': { 'client leaf': 'any purpose' },
  'max_verify_depth counts the anchor': { 'client chain': 'intermediate', 'server depth': '1' },
  'max_verify_depth of 2 lets one intermediate pass': { 'client chain': 'intermediate', 'server depth': '2' },
  'every CA of the chain needs a revocation list': {
    'client chain': 'intermediate',
    'server CRL': 'first issuer only',
  },
  'the leaf’s list is enough with only_verify_leaf_cert_crl': {
    'client chain': 'intermediate',
    'server CRL': 'first issuer only, leaf checked',
  },
  'of two revocation lists the newer one counts': { 'server CRL': 'newer one revokes' },
  'an older revocation list does not count': { 'server CRL': 'older one revokes' },
  'a revocation list that ran out does no harm beside one in force': { 'server CRL': 'one expired, one current' },
  'a list in the bundle of anchors counts': { 'client leaf': 'names its CRL', 'server CRL': 'in the bundle' },
  'names in default and secret are concatenated': { 'server names': 'second of two', 'server sources': 'combined' },
  'a server waits for its certificate in vain': { 'server sources': 'certificate never comes' },
  'both wait in vain': { 'client sources': 'certificate never comes', 'server sources': 'certificate never comes' },
  'a client that cannot begin meets a server that waits': {
    'client versions': 'from 1.3',
    'server sources': 'certificate never comes',
  },
  'a server waits for its anchors in vain': { 'server sources': 'anchors never come' },
};

const applications: Readonly<Record<string, Aim>> = {
  'an application is asked for a certificate and has none': {},
  'an application need not have a certificate': { require: 'no' },
  'an application that meets a server with TLS 1.2': { 'server versions': '1.2' },
};

export const fixedCases: readonly FixedCase[] = [
  ...casesOf('negotiation', negotiation),
  ...casesOf('client trust', clientTrust),
  ...casesOf('server trust', serverTrust),
  ...casesOf('applications', applications),
];

function casesOf(kind: KindName, cases: Readonly<Record<string, Aim>>): FixedCase[] {
  return Object.entries(cases).map(([name, aim]) => ({ name, kind, aim }));
}
