/**
 * `core.DataSource`. Of inline bytes only certificates and revocation lists are kept: a private key that stands
 * beside them in one PEM goes no further than this file.
 */
import { Buffer } from 'node:buffer';

import type { JsonObject } from '../../input/model.ts';
import { has, messages, text } from './fields.ts';
import type { DataSource, TlsCertificate, TrustedCa } from '../model.ts';
import { present } from '../present.ts';
import { readCertificateFacts } from './certificate-facts.ts';

/** What Envoy writes in place of sensitive fields (source/common/protobuf/utility.cc, `MessageUtil::redact`). */
const redacted = '[redacted]';
const publicBlock = /-----BEGIN ((?:TRUSTED |X509 )?CERTIFICATE|X509 CRL)-----[^-]*-----END \1-----\n?/g;

/** Undefined where no source is given. */
export function readDataSource(source: JsonObject): DataSource | undefined {
  const filename = text(source, 'filename');
  if (filename !== undefined) return filename === redacted ? { kind: 'redacted' } : { kind: 'file', filename };
  const variable = text(source, 'environment_variable');
  if (variable !== undefined) return { kind: 'environment', variable };
  const inline = readInline(source);
  if (inline === undefined) return undefined;
  return inline === redacted ? { kind: 'redacted' } : { kind: 'inline', pem: publicPem(inline) };
}

/** The text of `inline_string` or `inline_bytes`; undefined for every other source. */
export function readInline(source: JsonObject): string | undefined {
  const bytes = text(source, 'inline_bytes');
  return bytes === undefined ? text(source, 'inline_string') : Buffer.from(bytes, 'base64').toString('utf8');
}

/** A certificate chain: its source, or the facts that stand in its place in a redacted dump (`facts`). */
export function readChain(source: JsonObject | undefined): TlsCertificate {
  if (source === undefined) return {};
  return present({ chain: readDataSource(source), facts: readFactsInPlace(source) });
}

/** Trust anchors, likewise. */
export function readTrustedCa(source: JsonObject): TrustedCa {
  return present({ source: readDataSource(source), facts: readFactsInPlace(source) });
}

/** `facts` of the reduced form in which a redacted dump carries certificates. */
function readFactsInPlace(source: JsonObject): TlsCertificate['facts'] {
  return has(source, 'facts') ? messages(source, 'facts').map(readCertificateFacts) : undefined;
}

function publicPem(pem: string): string {
  return (pem.match(publicBlock) ?? []).join('');
}
