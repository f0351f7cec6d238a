/** SPIFFE IDs as Istio issues them: `spiffe://TRUSTDOMAIN/ns/NAMESPACE/sa/SERVICEACCOUNT`. */

export interface SpiffeIdentity {
  readonly trustDomain: string;
  /** Empty where the ID is not in Istio's form. */
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Undefined for what is no SPIFFE ID. */
export function parseSpiffeId(uri: string): SpiffeIdentity | undefined {
  const match = /^spiffe:\/\/([^/]+)(?:\/ns\/([^/]+)\/sa\/([^/]+)$)?/.exec(uri);
  if (match === null) return undefined;
  const [, trustDomain = '', namespace = '', serviceAccount = ''] = match;
  return { trustDomain, namespace, serviceAccount };
}

/** The ID of a service account. */
export function spiffeId(trustDomain: string, namespace: string, serviceAccount: string): string {
  return `spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
