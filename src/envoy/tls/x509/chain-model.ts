/** What a chain is verified against, and what comes of it. */
import type { Certificate } from './certificate.ts';
import type { Crl } from './crl.ts';
import type { ChainError } from './errors.ts';
import type { Signed } from './public-key.ts';

export interface ChainOptions {
  readonly anchors: readonly Certificate[];
  readonly crls: readonly Crl[];
  /** `none` unless a list was configured; `leaf` with `only_verify_leaf_cert_crl`. */
  readonly revocation: 'none' | 'leaf' | 'all';
  /** Any anchor ends a chain (`X509_V_FLAG_PARTIAL_CHAIN`); else it has to be self-signed. */
  readonly partialChain: boolean;
  /** Undefined: extended key usage is not looked at. */
  readonly purpose?: 'clientAuth' | 'serverAuth';
  /** Undefined: validity is not looked at (`allow_expired_certificate`). */
  readonly at?: Date;
  /** Certificates between leaf and anchor, neither counted. */
  readonly maxDepth: number;
}

export type ChainResult =
  | {
      readonly ok: true;
      /** Leaf first, anchor last. */
      readonly chain: readonly Certificate[];
      /** A signature could not be checked: only facts are known, or its algorithm is not known here. */
      readonly unchecked: boolean;
    }
  | ChainFailure;

export interface ChainFailure {
  readonly ok: false;
  readonly error: ChainError;
  /** As Envoy counts: 0 is the leaf. */
  readonly depth: number;
  readonly certificate: Certificate;
  /** What was not signed by whom, where that is the error. */
  readonly forgery?: { readonly signed: Signed; readonly signer: Certificate };
}

/** BoringSSL's default for `X509_VERIFY_PARAM.depth`. */
export const defaultMaxDepth = 100;
