import { basename, dirname } from 'node:path';
import type { NameHints } from './model.ts';

/**
 * Reads the hints in a path with forward slashes. Trees that tools write put the namespace above the pod:
 * `proxies/NAMESPACE/POD/…` in an `istioctl bug-report`, `namespaces/NAMESPACE/pods/POD/…` in a Kiali gather.
 */
export function hintsIn(path: string, group: string, explicit: string | undefined): NameHints {
  const tree = /(?:^|\/)(?:namespaces\/([^/]+)\/pods|proxies\/([^/]+))\/[^/]+\/[^/]+$/.exec(path);
  const namespace = tree?.[1] ?? tree?.[2];
  const folder = basename(dirname(path));
  return {
    ...(explicit === undefined ? {} : { explicit }),
    ...(folder === '' || folder === '.' ? {} : { folder }),
    ...(namespace === undefined ? {} : { namespace }),
    file: basename(path),
    group,
  };
}
