import { describe, expect, it } from 'vitest';
import { Interned } from '../../../src/envoy/intern.ts';
import type { DownstreamTls, UpstreamTls } from '../../../src/envoy/model.ts';
import { readDownstreamTls, readUpstreamTls } from '../../../src/envoy/read/tls-context.ts';
import { readValidationContext } from '../../../src/envoy/read/validation-context.ts';
import type { JsonObject } from '../../../src/input/model.ts';

const spiffe = 'spiffe://cluster.local/ns/demo/sa/web';
const sds = { api_config_source: { grpc_services: [{ envoy_grpc: { cluster_name: 'sds-grpc' } }] } };

function upstream(common: JsonObject, rest: JsonObject = {}): UpstreamTls {
  return readUpstreamTls({ common_tls_context: common, ...rest }, new Interned());
}

function downstream(context: JsonObject): DownstreamTls {
  return readDownstreamTls(context, new Interned());
}

function chainOf(content: string): JsonObject {
  return { certificate_chain: { inline_bytes: Buffer.from(content).toString('base64') } };
}

describe('a TLS context', () => {
  it('of Istio 1.1 holds files and exact names', () => {
    const context = upstream(
      {
        alpn_protocols: ['istio'],
        tls_certificates: [
          {
            certificate_chain: { filename: '/etc/certs/cert-chain.pem' },
            private_key: { filename: '/etc/certs/key.pem' },
          },
        ],
        validation_context: {
          trusted_ca: { filename: '/etc/certs/root-cert.pem' },
          verify_subject_alt_name: [spiffe],
        },
      },
      { sni: 'outbound_.80_._.web' },
    );
    expect(context).toMatchObject({
      sni: 'outbound_.80_._.web',
      alpn: ['istio'],
      certificates: [{ chain: { kind: 'file', filename: '/etc/certs/cert-chain.pem' } }],
      validation: {
        trustedCa: { source: { kind: 'file', filename: '/etc/certs/root-cert.pem' } },
        sans: [{ type: 'any', matcher: { kind: 'exact', value: spiffe } }],
        sansField: 'verify_subject_alt_name',
      },
    });
  });

  it('of today refers to secrets and has a default validation beside the secret', () => {
    const context = upstream({
      tls_params: { tls_minimum_protocol_version: 'TLSv1_2', tls_maximum_protocol_version: 'TLSv1_3' },
      tls_certificate_sds_secret_configs: [{ name: 'default', sds_config: sds }],
      combined_validation_context: {
        default_validation_context: { match_subject_alt_names: [{ exact: spiffe }] },
        validation_context_sds_secret_config: { name: 'ROOTCA', sds_config: sds },
      },
    });
    expect(context).toMatchObject({
      params: { minimum: 'TLSv1_2', maximum: 'TLSv1_3' },
      certificateSecrets: [{ name: 'default', sds: true }],
      validation: { sansField: 'match_subject_alt_names' },
      validationSecret: { name: 'ROOTCA', sds: true },
    });
  });

  it('refers to a static secret where there is no sds_config', () => {
    const context = upstream({ tls_certificate_sds_secret_configs: [{ name: 'own' }] });
    expect(context.certificateSecrets).toEqual([{ name: 'own', sds: false }]);
  });

  it('has no validation where none is configured, which is not an empty one', () => {
    expect(upstream({}).validation).toBeUndefined();
    expect(upstream({ validation_context: {} }).validation).toBeDefined();
  });

  it('leaves versions to Envoy’s default where TLS_AUTO is written', () => {
    expect(upstream({ tls_params: { tls_minimum_protocol_version: 'TLS_AUTO' } }).params).toEqual({});
  });

  it('skips a certificate entry that has neither chain nor key', () => {
    expect(upstream({ tls_certificates: [{}, { private_key_provider: { provider_name: 'x' } }] }).certificates).toEqual(
      [{}],
    );
  });

  it('never holds a private key, not even one that stands in the chain', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nQ0FOQVJZ\n-----END PRIVATE KEY-----\n';
    const certificate = '-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n';
    const context = upstream({
      tls_certificates: [
        { certificate_chain: { inline_string: key + certificate }, private_key: { inline_string: key } },
      ],
    });
    expect(context.certificates).toEqual([{ chain: { kind: 'inline', pem: certificate } }]);
  });

  it('decodes inline bytes and knows what Envoy redacted', () => {
    const crl = '-----BEGIN X509 CRL-----\nQQ==\n-----END X509 CRL-----';
    expect(upstream({ tls_certificates: [chainOf(crl), chainOf('[redacted]')] }).certificates).toEqual([
      { chain: { kind: 'inline', pem: crl } },
      { chain: { kind: 'redacted' } },
    ]);
  });

  it('takes certificate facts in place of a chain', () => {
    const facts = {
      subject: 'O=a',
      uris: [spiffe],
      not_before: '2026-01-01T00:00:00Z',
      notAfter: '2027-01-01T00:00:00Z',
    };
    const [certificate] = upstream({ tls_certificates: [{ certificate_chain: { facts: [facts] } }] }).certificates;
    expect(certificate?.facts).toMatchObject([
      { subject: 'O=a', uris: [spiffe], notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' },
    ]);
  });

  it('says when a plugin chooses the certificate', () => {
    const selector = {
      name: 'x',
      typed_config: {
        '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.cert_selectors.on_demand.v3.Config',
      },
    };
    expect(upstream({ custom_tls_certificate_selector: selector }).unrecognised).toMatch(/on_demand/);
  });

  it('of a server requires a client certificate only where it says so', () => {
    expect(downstream({}).requireClientCertificate).toBe(false);
    expect(downstream({ requireClientCertificate: true }).requireClientCertificate).toBe(true);
  });
});

describe('whom a side trusts', () => {
  it('is told by typed names where there are any', () => {
    const context = readValidationContext({
      match_typed_subject_alt_names: [{ san_type: 'URI', matcher: { prefix: 'spiffe://cluster.local/' } }],
      match_subject_alt_names: [{ exact: 'hidden' }],
    });
    expect(context.sans).toEqual([{ type: 'URI', matcher: { kind: 'prefix', value: 'spiffe://cluster.local/' } }]);
  });

  it('is told by both untyped lists of 1.13 to 1.17', () => {
    const context = readValidationContext({
      match_subject_alt_names: [{ suffix: '.a' }],
      hidden_envoy_deprecated_verify_subject_alt_name: ['b'],
    });
    expect(context.sans.map((san) => san.matcher)).toEqual([
      { kind: 'suffix', value: '.a' },
      { kind: 'exact', value: 'b' },
    ]);
  });

  it.each([
    [{ safe_regex: { regex: 'a.*' } }, { kind: 'regex', value: 'a.*' }],
    [{ regex: 'a.*' }, { kind: 'regex', value: 'a.*' }],
    [
      { contains: 'a', ignore_case: true },
      { kind: 'contains', value: 'a', ignoreCase: true },
    ],
    [{ custom: {} }, { kind: 'unrecognised', value: '' }],
  ])('reads the matcher %j', (matcher, expected) => {
    expect(readValidationContext({ match_subject_alt_names: [matcher] }).sans[0]?.matcher).toEqual(expected);
  });

  it('may be anybody, under ACCEPT_UNTRUSTED', () => {
    expect(readValidationContext({ trust_chain_verification: 'ACCEPT_UNTRUSTED' }).acceptUntrusted).toBe(true);
  });

  it('is told per trust domain by the SPIFFE validator', () => {
    const context = readValidationContext({
      custom_validator_config: {
        name: 'envoy.tls.cert_validator.spiffe',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.SPIFFECertValidatorConfig',
          trust_domains: [{ name: 'example.org', trust_bundle: { filename: '/bundle.pem' } }],
        },
      },
    });
    expect(context.spiffe).toEqual([
      { trustDomain: 'example.org', bundle: { source: { kind: 'file', filename: '/bundle.pem' } } },
    ]);
  });

  it('is told by a JSON map of SPIFFE bundles, of which only X.509 keys count', () => {
    const keys = [
      { use: 'jwt-svid', x5c: ['Tk8='] },
      { use: 'x509-svid', x5c: ['WUVT'] },
    ];
    const bundles = JSON.stringify({ trust_domains: { 'example.org': { keys } } });
    const context = readValidationContext({
      custom_validator_config: {
        name: 'envoy.tls.cert_validator.spiffe',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.SPIFFECertValidatorConfig',
          trust_bundles: { inline_string: bundles },
        },
      },
    });
    const pem = '-----BEGIN CERTIFICATE-----\nWUVT\n-----END CERTIFICATE-----\n';
    expect(context.spiffe).toEqual([{ trustDomain: 'example.org', bundle: { source: { kind: 'inline', pem } } }]);
  });

  it('is not known where the bundles stand in a file', () => {
    const context = readValidationContext({
      custom_validator_config: {
        name: 'envoy.tls.cert_validator.spiffe',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.SPIFFECertValidatorConfig',
          trust_bundles: { filename: '/bundles.json' },
        },
      },
    });
    expect(context.unrecognisedValidator).toMatch(/SPIFFE/);
    expect(context.spiffe).toBeUndefined();
  });
});
