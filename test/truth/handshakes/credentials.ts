/** The certificates that the two sides of a case show. */
import type { KeyKind } from '../../mint/keys.ts';
import type { Minted } from '../../mint/mint.ts';
import type { Value } from './features.ts';
import { issuers, plainRoot } from './issuers.ts';
import { leafOrder } from './leaf-orders.ts';
import { once } from './minted.ts';
import type { Role } from './possible.ts';

type ChainKind = Value<'client chain'>;

export interface Credential {
  readonly leaf: Minted;
  /** What is configured as the chain, leaf first. */
  readonly sent: readonly Minted[];
  /** The leaf's issuer. */
  readonly issuer: Minted;
  /** All certificates above the leaf, the root last. */
  readonly above: readonly Minted[];
  /** Whom a verifier would trust. */
  readonly root: Minted;
}

/** Chains whose leaf does not say which key signed it. */
const withoutKeyIds: readonly ChainKind[] = ['old root without key ids', 'forged root', 'forged RSA root'];

/** The certificate of one side. */
export async function credential(
  role: Role,
  leafKind: Value<'client leaf'>,
  chainKind: ChainKind,
  key: KeyKind,
): Promise<Credential> {
  if (leafKind === 'self-signed') {
    const leaf = await once(`${role} self-signed ${key}`, () => ({
      ...leafOrder(role, 'good'),
      subject: 'CN=self',
      key,
    }));
    return { leaf, sent: [leaf], issuer: leaf, above: [leaf], root: leaf };
  }
  const { above, sent, root } = await issuers(chainKind);
  const issuer = above[0] ?? (await plainRoot());
  const leaf = await once(`${role} ${leafKind}, ${chainKind}, ${key}`, () => ({
    ...leafOrder(role, leafKind),
    ...(withoutKeyIds.includes(chainKind) ? { noKeyIds: true } : {}),
    issuer,
    key,
  }));
  return { leaf, sent: [leaf, ...sent], issuer, above, root: root ?? above.at(-1) ?? issuer };
}

/** A good leaf of its own names, for servers with several certificates. */
export function namedLeaf(
  label: string,
  key: KeyKind,
  sans: readonly string[] | undefined,
  subject = '',
): Promise<Minted> {
  return once(`${label} ${key}`, async () => ({
    subject,
    issuer: await plainRoot(),
    key,
    ...(sans === undefined ? {} : { sans }),
  }));
}
