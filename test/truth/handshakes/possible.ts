/** What cannot be configured together: Envoy refuses it, and one refused listener ends the start. */
import type { Aim } from '../lab/coverage.ts';
import { features } from './features.ts';

export type Role = 'client' | 'server';

/** Whether these values can meet in one case. Features that are not named are not judged. */
export function isPossible(aim: Aim): boolean {
  return (['client', 'server'] as const).every((role) => canValidate(aim, role) && canLoad(aim, role));
}

/** The same for a case as it will be run: what it leaves out is harmless. */
export function isPossibleCase(aim: Aim): boolean {
  const harmless = Object.fromEntries(Object.entries(features).map(([feature, values]) => [feature, values[0]]));
  return isPossible({ ...harmless, ...aim });
}

/** An ECDSA certificate that may not sign is not loaded (`ECC_CERT_NOT_FOR_SIGNING`). */
function canLoad(aim: Aim, role: Role): boolean {
  const leaf = aim[`${role} leaf`];
  return (
    (leaf !== 'may not sign' && leaf !== 'key agreement only') ||
    aim[`${role} key`] === undefined ||
    aim[`${role} key`] === 'RSA 2048'
  );
}

function canValidate(aim: Aim, role: Role): boolean {
  const trust = aim[`${role} trust`];
  // Without anchors Envoy takes no SAN matchers, no revocation list, and no leave to overlook validity.
  if (trust !== 'none' && trust !== 'empty') return true;
  const names = aim[`${role} names`] ?? 'none';
  const crl = aim[`${role} CRL`] ?? 'none';
  const pins = aim[`${role} pins`] ?? 'none';
  const validator = aim[`${role} validator`] ?? 'default';
  if (crl !== 'none' || validator.includes('llow expired')) return false;
  if (names !== 'none' && names !== 'the host') return false;
  // No context at all leaves no place for pins and validators.
  return trust === 'empty' || (pins === 'none' && validator === 'default');
}
