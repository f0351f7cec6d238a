/** `TlsParameters` and ALPN of a case. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Aim } from '../lab/coverage.ts';
import { valueOf, type Value } from './features.ts';
import type { Role } from './possible.ts';

/** The part of `CommonTlsContext` that is about neither certificates nor trust. */
export function parameters(aim: Aim, role: Role): JsonObject {
  const client = role === 'client';
  const ciphers = cipherSuites[valueOf(aim, client ? 'client ciphers' : 'server ciphers')];
  const curves = ecdhCurves[valueOf(aim, client ? 'client curves' : 'server curves')];
  const signatures = signatureAlgorithms[valueOf(aim, client ? 'client signatures' : 'server signatures')];
  const alpn = alpnProtocols[valueOf(aim, client ? 'client alpn' : 'server alpn')];
  const params = {
    ...versionRanges[valueOf(aim, client ? 'client versions' : 'server versions')],
    ...(ciphers.length === 0 ? {} : { cipher_suites: ciphers }),
    ...(curves.length === 0 ? {} : { ecdh_curves: curves }),
    ...(signatures.length === 0 ? {} : { signature_algorithms: signatures }),
  };
  return {
    ...(Object.keys(params).length === 0 ? {} : { tls_params: params }),
    ...(alpn.length === 0 ? {} : { alpn_protocols: alpn }),
  };
}

const alpnProtocols: Readonly<Record<Value<'client alpn'>, readonly string[]>> = {
  none: [],
  h2: ['h2'],
  'http/1.1': ['http/1.1'],
  'h2 and http/1.1': ['h2', 'http/1.1'],
  'http/1.1 and h2': ['http/1.1', 'h2'],
  istio: ['istio'],
  'istio and h2': ['istio', 'h2', 'http/1.1'],
};

const versionRanges: Readonly<Record<Value<'client versions'>, JsonObject>> = {
  default: {},
  '1.2 to 1.3': range('TLSv1_2', 'TLSv1_3'),
  '1.2': range('TLSv1_2', 'TLSv1_2'),
  '1.3': range('TLSv1_3', 'TLSv1_3'),
  '1.0 to 1.3': range('TLSv1_0', 'TLSv1_3'),
  '1.0 to 1.1': range('TLSv1_0', 'TLSv1_1'),
  'from 1.3': { tls_minimum_protocol_version: 'TLSv1_3' },
  'up to 1.1': { tls_maximum_protocol_version: 'TLSv1_1' },
};

function range(minimum: string, maximum: string): JsonObject {
  return { tls_minimum_protocol_version: minimum, tls_maximum_protocol_version: maximum };
}

const cipherSuites: Readonly<Record<Value<'client ciphers'>, readonly string[]>> = {
  default: [],
  ecdsa: ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  rsa: ['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384'],
  chacha: ['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
  aes256: ['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  cbc: ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA', 'AES128-SHA'],
  'rsa key exchange': ['AES128-GCM-SHA256', 'AES256-GCM-SHA384'],
  'equal preference': ['[ECDHE-ECDSA-AES128-GCM-SHA256|ECDHE-ECDSA-CHACHA20-POLY1305]', 'ECDHE-RSA-CHACHA20-POLY1305'],
  'standard names': ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
  alias: ['ECDHE+AESGCM', 'kRSA'],
  'all but ecdsa': ['ALL', '!aECDSA', '-SHA1'],
};

const ecdhCurves: Readonly<Record<Value<'client curves'>, readonly string[]>> = {
  default: [],
  X25519: ['X25519'],
  'P-256': ['P-256'],
  'P-384': ['P-384'],
  X25519MLKEM768: ['X25519MLKEM768'],
  NIST: ['P-521', 'P-384', 'P-256'],
  all: ['X25519MLKEM768', 'X25519', 'P-256', 'P-384', 'P-521'],
};

const signatureAlgorithms: Readonly<Record<Value<'client signatures'>, readonly string[]>> = {
  default: [],
  ecdsa: ['ecdsa_secp256r1_sha256', 'ecdsa_secp384r1_sha384'],
  'rsa-pss': ['rsa_pss_rsae_sha256', 'rsa_pss_rsae_sha384'],
  pkcs1: ['rsa_pkcs1_sha256'],
  'P-521': ['ecdsa_secp521r1_sha512', 'ecdsa_secp256r1_sha256', 'rsa_pss_rsae_sha512'],
  'old names': ['ECDSA+SHA256', 'RSA-PSS+SHA256'],
  ed25519: ['ed25519', 'ecdsa_secp256r1_sha256'],
};
