/**
 * `filter_metadata.istio.config`: the DestinationRule that won a cluster, the VirtualService that made a route,
 * as a path whose beginning changed over the releases (`/apis/networking/v1alpha3/…`, `/apis/networking.istio.io/v1/…`), so that it is read from its end.
 */

export interface ConfigPath {
  /** `destination-rule`, `virtual-service`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Undefined for what does not end in `namespaces/NS/KIND/NAME`. */
export function parseConfigPath(path: string): ConfigPath | undefined {
  const match = /(?:^|\/)namespaces\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path);
  if (match === null) return undefined;
  const [, namespace = '', kind = '', name = ''] = match;
  return { kind, namespace, name };
}
