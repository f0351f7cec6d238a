/** Secrets that a TLS context refers to and the proxy does not have. */
import { evidence, type Evidence } from '../../evidence.ts';
import type { Proxy, TlsContext } from '../../envoy/model.ts';

export interface MissingSecret {
  readonly name: string;
  /** Where the dump lists it as waiting; undefined where it does not list it. */
  readonly at?: Evidence;
}

/** By name, in the context's order. Where no secrets section was read, nothing is called missing. */
export function missingSecrets(
  proxy: Proxy,
  { certificateSecrets, validationSecret }: TlsContext,
): readonly MissingSecret[] {
  if (!proxy.seen.secrets) return [];
  const wanted = [...certificateSecrets, ...(validationSecret === undefined ? [] : [validationSecret])];
  return wanted.flatMap(({ name }): readonly MissingSecret[] => {
    const found = proxy.secrets.filter((secret) => secret.name === name);
    if (found.some((secret) => secret.delivered)) return [];
    const [waiting] = found;
    return [
      { name, ...(waiting !== undefined && { at: evidence(waiting.place, '/name', 'named, and not delivered') }) },
    ];
  });
}
