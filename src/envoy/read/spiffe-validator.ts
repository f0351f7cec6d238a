/**
 * `SPIFFECertValidatorConfig` (envoy.tls.cert_validator.spiffe): anchors per trust domain, either as
 * `trust_domains[]` with PEM, or as `trust_bundles`, a JSON map of SPIFFE bundles, which takes precedence
 * (source/common/tls/cert_validator/spiffe).
 */
import type { JsonObject, JsonValue } from '../../input/model.ts';
import { field, has, isObject, message, messageOrEmpty, messages, text, texts } from './fields.ts';
import type { TrustedCa, ValidationContext } from '../model.ts';
import { readInline, readTrustedCa } from './data-source.ts';

type Bundles = NonNullable<ValidationContext['spiffe']>;

/** Undefined where the bundles stand in a file, which no dump shows: then nobody knows the trust domains. */
export function readSpiffeBundles(config: JsonObject): Bundles | undefined {
  const bundles = message(config, 'trust_bundles');
  if (bundles !== undefined) return readBundleMap(bundles);
  return messages(config, 'trust_domains').map((entry) => ({
    trustDomain: text(entry, 'name') ?? '',
    bundle: readTrustedCa(messageOrEmpty(entry, 'trust_bundle')),
  }));
}

function readBundleMap(source: JsonObject): Bundles | undefined {
  if (has(source, 'facts')) return factsByTrustDomain(source);
  const inline = readInline(source);
  const parsed = inline === undefined ? undefined : parseJson(inline);
  if (parsed === undefined) return undefined;
  return Object.entries(messageOrEmpty(parsed, 'trust_domains')).map(([trustDomain, bundle]) => ({
    trustDomain,
    bundle: { source: { kind: 'inline', pem: isObject(bundle) ? pemOfKeys(bundle) : '' } },
  }));
}

/** The map as a redacted dump holds it: trust domain → certificate facts. */
function factsByTrustDomain(source: JsonObject): Bundles {
  return Object.entries(messageOrEmpty(source, 'facts')).map(([trustDomain, facts]) => ({
    trustDomain,
    bundle: factsOf(facts),
  }));
}

function factsOf(facts: JsonValue): TrustedCa {
  return readTrustedCa({ facts });
}

/** JWKs with `use: x509-svid` carry anchors as base64 DER in `x5c`. */
function pemOfKeys(bundle: JsonObject): string {
  return messages(bundle, 'keys')
    .filter((key) => text(key, 'use') === 'x509-svid')
    .flatMap((key) => texts(key, 'x5c'))
    .filter((der) => /^[A-Za-z0-9+/=\s]+$/.test(der))
    .map((der) => `-----BEGIN CERTIFICATE-----\n${der.trim()}\n-----END CERTIFICATE-----\n`)
    .join('');
}

function parseJson(written: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(written);
    return isObject(value) && isObject(field(value, 'trust_domains')) ? value : undefined;
  } catch {
    return undefined;
  }
}
