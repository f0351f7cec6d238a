/** Certificates and revocation lists made to order: what a mesh's CA would issue, and what it never should. */
// oxlint-disable-next-line import/no-unassigned-import -- the certificate library asks for it to be there
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { makeKey, signingAlgorithm, type KeyKind, type KeyPair } from './keys.ts';

x509.cryptoProvider.set(webcrypto);

export interface Order {
  /** `CN=…,O=…`; empty for none. */
  readonly subject: string;
  /** Self-signed without one. */
  readonly issuer?: Minted;
  readonly key?: KeyKind;
  /** Another certificate's key, for certificates that differ in all but the key. */
  readonly sameKeyAs?: Minted;
  readonly ca?: boolean;
  readonly pathLength?: number;
  /** `URI:spiffe://…`, `DNS:…`, `IP:…`, `EMAIL:…`, `UPN:…`. */
  readonly sans?: readonly string[];
  /** `serverAuth`, `clientAuth`, `any`, `codeSigning`; without it the extension is left out. */
  readonly extendedKeyUsage?: readonly string[];
  readonly keyUsage?: readonly (keyof typeof x509.KeyUsageFlags)[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly serialNumber?: string;
  /** Without subject and authority key identifiers, as old CAs make them. */
  readonly noKeyIds?: boolean;
  readonly crlDistributionPoints?: readonly string[];
  readonly extensions?: readonly RawExtension[];
}

/** An extension that is written as it stands. */
export interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

export interface Minted {
  readonly certificate: x509.X509Certificate;
  readonly key: KeyPair;
  readonly pem: string;
  readonly subject: string;
}

const day = 86_400_000;

const purposes: Readonly<Record<string, string>> = {
  serverAuth: x509.ExtendedKeyUsage.serverAuth,
  clientAuth: x509.ExtendedKeyUsage.clientAuth,
  codeSigning: x509.ExtendedKeyUsage.codeSigning,
  any: '2.5.29.37.0',
};

/** Issues a certificate; valid from yesterday for a month unless told otherwise. */
export async function mint(order: Order): Promise<Minted> {
  const key = order.sameKeyAs?.key ?? (await makeKey(order.key ?? 'EC P-256'));
  const signer = order.issuer?.key ?? key;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: order.subject,
    issuer: order.issuer?.subject ?? order.subject,
    ...(order.serialNumber === undefined ? {} : { serialNumber: order.serialNumber }),
    notBefore: order.notBefore ?? new Date(Date.now() - day),
    notAfter: order.notAfter ?? new Date(Date.now() + 30 * day),
    publicKey: key.keys.publicKey,
    signingKey: signer.keys.privateKey,
    signingAlgorithm: signingAlgorithm(signer.kind),
    extensions: await extensionsOf(order, key, signer),
  });
  return { certificate, key, pem: `${certificate.toString('pem')}\n`, subject: order.subject };
}

async function extensionsOf(order: Order, key: KeyPair, signer: KeyPair): Promise<x509.Extension[]> {
  const extensions: x509.Extension[] = [];
  if (order.ca !== undefined) extensions.push(new x509.BasicConstraintsExtension(order.ca, order.pathLength, true));
  if (order.keyUsage !== undefined) {
    const flags = order.keyUsage.reduce((all, usage) => all | x509.KeyUsageFlags[usage], 0);
    extensions.push(new x509.KeyUsagesExtension(flags, true));
  }
  if (order.extendedKeyUsage !== undefined) {
    extensions.push(new x509.ExtendedKeyUsageExtension(order.extendedKeyUsage.map((name) => purposes[name] ?? name)));
  }
  if (order.sans !== undefined)
    extensions.push(new x509.SubjectAlternativeNameExtension(order.sans.map(generalName), order.subject === ''));
  if (order.noKeyIds !== true) {
    extensions.push(await x509.SubjectKeyIdentifierExtension.create(key.keys.publicKey));
    extensions.push(await x509.AuthorityKeyIdentifierExtension.create(signer.keys.publicKey));
  }
  if (order.crlDistributionPoints !== undefined) {
    extensions.push(new x509.CRLDistributionPointsExtension([...order.crlDistributionPoints]));
  }
  extensions.push(...(order.extensions ?? []).map(rawExtension));
  return extensions;
}

function rawExtension({ oid, critical, value }: RawExtension): x509.Extension {
  return new x509.Extension(oid, critical, Uint8Array.from(value));
}

const sanTypes: Readonly<Record<string, x509.GeneralNameType>> = {
  URI: x509.URL,
  DNS: x509.DNS,
  IP: x509.IP,
  EMAIL: x509.EMAIL,
  UPN: x509.UPN,
};

function generalName(san: string): x509.JsonGeneralName {
  const colon = san.indexOf(':');
  const type = sanTypes[san.slice(0, colon)];
  if (type === undefined) throw new Error(`there is no kind of name for ${san}`);
  return { type, value: san.slice(colon + 1) };
}

export interface CrlOrder {
  readonly revoked?: readonly Minted[];
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
  /** Signed by another key than the issuer's. */
  readonly forgedBy?: Minted;
  readonly noAuthorityKeyId?: boolean;
  readonly extensions?: readonly RawExtension[];
}

/** A revocation list of `issuer` in PEM; of yesterday and for a month unless told otherwise. */
export async function mintCrl(issuer: Minted, order: CrlOrder = {}): Promise<string> {
  const signer = order.forgedBy?.key ?? issuer.key;
  const authority =
    order.noAuthorityKeyId === true
      ? []
      : [await x509.AuthorityKeyIdentifierExtension.create(issuer.key.keys.publicKey)];
  const crl = await x509.X509CrlGenerator.create({
    issuer: issuer.subject,
    thisUpdate: order.thisUpdate ?? new Date(Date.now() - day),
    nextUpdate: order.nextUpdate ?? new Date(Date.now() + 30 * day),
    entries: (order.revoked ?? []).map(({ certificate }) => ({
      serialNumber: certificate.serialNumber,
      revocationDate: new Date(Date.now() - day),
      // Without one the library writes an empty list of extensions, which BoringSSL refuses.
      reason: x509.X509CrlReason.keyCompromise,
    })),
    signingAlgorithm: signingAlgorithm(signer.kind),
    signingKey: signer.keys.privateKey,
    extensions: [...authority, ...(order.extensions ?? []).map(rawExtension)],
  });
  return `${crl.toString('pem').replaceAll(' CRL-----', ' X509 CRL-----')}\n`;
}
