/** Which names a client accepts, as far as its configuration alone tells that they cannot be met. */
import type { TlsSide } from '../../envoy/connection.ts';

/**
 * The names wanted, when none of them is the host or the server name that is sent: the server, which answers to
 * those, has no certificate for them. Undefined where a name may fit, or none is asked for.
 */
export function unreachableName({ validation, sni }: TlsSide, host: string): string | undefined {
  if (validation === undefined || validation === 'warming') return undefined;
  const wanted = validation.context.sans;
  if (wanted.length === 0 || wanted.some(({ type, matcher }) => type === 'URI' || matcher.kind !== 'exact'))
    return undefined;
  const names = wanted.map(({ matcher }) => matcher.value);
  const known = [host, sni].map((name) => name.toLowerCase());
  return names.some((name) => known.includes(name.toLowerCase()) || name.includes('://'))
    ? undefined
    : names.join(' or ');
}
