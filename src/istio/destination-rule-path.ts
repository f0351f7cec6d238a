/**
 * `filter_metadata.istio.config` of a cluster: the rule that won, as a path whose beginning changed over the
 * releases (`/apis/networking/v1alpha3/…`, `/apis/networking.istio.io/v1/…`), so that it is read from its end.
 */

export interface RulePath {
  /** `destination-rule` for every rule that istiod merges into clusters. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Undefined for what does not end in `namespaces/NS/KIND/NAME`. */
export function parseDestinationRulePath(path: string): RulePath | undefined {
  const match = /(?:^|\/)namespaces\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path);
  if (match === null) return undefined;
  const [, namespace = '', kind = '', name = ''] = match;
  return { kind, namespace, name };
}
