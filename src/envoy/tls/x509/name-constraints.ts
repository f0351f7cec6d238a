/** Name constraints of a CA (RFC 5280, 4.2.1.10), as BoringSSL applies them (`v3_ncons.cc`). */
import { childrenOf, readElement, readElements, tags, type DerElement } from './der.ts';
import { readGeneralName, type GeneralName } from './general-names.ts';
import { nameKey } from './names.ts';

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

export type NameConstraintError =
  | 'permitted-subtree'
  | 'excluded-subtree'
  | 'unsupported-constraint'
  | 'unsupported-name';

/** Throws DerError. */
export function readNameConstraints(value: Uint8Array): NameConstraints {
  const parts = childrenOf(readElement(value), tags.sequence);
  return {
    permitted: readSubtrees(parts.find(({ tag }) => tag === 0xa0)),
    excluded: readSubtrees(parts.find(({ tag }) => tag === 0xa1)),
  };
}

function readSubtrees(subtrees: DerElement | undefined): GeneralName[] {
  if (subtrees === undefined) return [];
  return readElements(subtrees.contents).flatMap((subtree) =>
    childrenOf(subtree, tags.sequence).slice(0, 1).map(readGeneralName),
  );
}

/** Whether `names` (a certificate's subject as a directory name and its alternative names) keep within `constraints`. */
export function checkNames(
  names: readonly GeneralName[],
  constraints: NameConstraints,
): NameConstraintError | undefined {
  for (const name of names) {
    const error = checkName(name, constraints);
    if (error !== undefined) return error;
  }
  return undefined;
}

function checkName(name: GeneralName, { permitted, excluded }: NameConstraints): NameConstraintError | undefined {
  const bases = permitted.filter(({ type }) => type === name.type);
  let within = bases.length === 0;
  for (const base of bases) {
    const result = falls(name, base, false);
    if (result === true) within = true;
    else if (result !== false) return result;
  }
  if (!within) return 'permitted-subtree';
  for (const base of excluded.filter(({ type }) => type === name.type)) {
    const result = falls(name, base, true);
    if (result === true) return 'excluded-subtree';
    if (result !== false) return result;
  }
  return undefined;
}

function falls(name: GeneralName, base: GeneralName, excluding: boolean): boolean | NameConstraintError {
  const subject = name.text.toLowerCase();
  const limit = base.text.toLowerCase();
  switch (base.type) {
    case 'DIRECTORY':
      return directoryWithin(name.text, base.text);
    case 'DNS':
      return dnsWithin(subject.replace(/\.$/u, ''), limit.replace(/\.$/u, ''), excluding);
    case 'EMAIL':
      return emailWithin(name.text, base.text);
    case 'URI':
      return uriWithin(subject, limit.replace(/\.$/u, ''));
    // Addresses among them: a constraint for those makes every certificate with an address unusable.
    case 'IP_ADDRESS':
    case 'OTHER_NAME':
    case 'OTHER':
      return 'unsupported-constraint';
  }
}

/** Text begins with the most specific part: the constraint, the more general end, has to be at the end. */
function directoryWithin(name: string, base: string): boolean {
  const [subject, limit] = [nameKey(name), nameKey(base)];
  return limit === '' || subject === limit || subject.endsWith(`,${limit}`);
}

function dnsWithin(name: string, base: string, excluding: boolean): boolean {
  if (base === '') return true;
  if (excluding && name.startsWith('*.') && base.includes('.') && name.slice(2) === base.slice(base.indexOf('.') + 1)) {
    return true;
  }
  return base.startsWith('.') ? name.endsWith(base) : name === base || name.endsWith(`.${base}`);
}

function emailWithin(name: string, base: string): boolean | NameConstraintError {
  const [local, host] = mailbox(name) ?? [];
  const [wantedLocal, limit] = mailbox(base) ?? (domainPattern.test(base) ? [undefined, base.toLowerCase()] : []);
  if (local === undefined || host === undefined || limit === undefined) return 'unsupported-name';
  if (wantedLocal !== undefined) return wantedLocal === local && limit === host;
  return limit.startsWith('.') ? host.endsWith(limit) : host === limit;
}

const domainPattern = /^[a-z0-9.-]+$/iu;

/** Local part and domain, the latter in lower case; undefined where BoringSSL takes it for no mailbox. */
function mailbox(text: string): [string, string] | undefined {
  const [local = '', domain = '', ...more] = text.split('@');
  const good = more.length === 0 && /^[\w!#$%&'*+\-/=?^`{|}~.]+$/u.test(local) && domainPattern.test(domain);
  return good ? [local, domain.toLowerCase()] : undefined;
}

function uriWithin(name: string, base: string): boolean | NameConstraintError {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?<host>[^/?#:]+)(?::\d*)?(?:[/?#]|$)/u.exec(name)?.groups?.['host'];
  if (host === undefined || !isFullName(host.replace(/\.$/u, ''))) return 'unsupported-name';
  if (!isFullName(base.replace(/^\./u, ''))) return 'unsupported-constraint';
  const trimmed = host.replace(/\.$/u, '');
  return base.startsWith('.') ? trimmed.endsWith(base) : trimmed === base;
}

function isFullName(host: string): boolean {
  const labels = host.split('.');
  return (
    labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u.test(label)) &&
    !/^(?:0x[0-9a-f]*|\d+)$/u.test(labels.at(-1) ?? '')
  );
}
