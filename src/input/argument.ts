import { existsSync } from 'node:fs';
import { kubernetesTarget, type KubectlOptions, type KubernetesTarget } from './live/kubernetes-target.ts';
import { adminTarget, type AdminTarget } from './live/admin-target.ts';

/** Something the user named to read from: a file, a folder or an archive, what is piped in, or a proxy that runs. */
export type SourceArgument =
  | { readonly kind: 'path'; readonly path: string; readonly name?: string }
  | { readonly kind: 'stdin'; readonly name?: string }
  | { readonly kind: 'kubernetes'; readonly target: KubernetesTarget; readonly name?: string }
  | { readonly kind: 'admin'; readonly target: AdminTarget; readonly name?: string };

/**
 * Reads a word of the command line: `-`, `PATH`, `http://HOST:PORT`, `unix:/SOCKET`, `pod/NAME.NAMESPACE` (or deploy,
 * svc), or one of them as `NAME=…`. A word that is an existing path is one, whatever it looks like; `NAME` is the proxy
 * that everything read there belongs to. `options` are kubectl's, for pods.
 */
export function sourceArgument(
  word: string,
  options: KubectlOptions = {},
  exists: (path: string) => boolean = existsSync,
): SourceArgument {
  const whole = special(word, options);
  if (whole !== undefined && !exists(word)) return whole;
  const equals = word.indexOf('=');
  if (equals <= 0 || exists(word)) return { kind: 'path', path: word };
  const name = word.slice(0, equals);
  const rest = word.slice(equals + 1);
  return { ...(special(rest, options) ?? { kind: 'path', path: rest }), name };
}

function special(word: string, options: KubectlOptions): SourceArgument | undefined {
  if (word === '-') return { kind: 'stdin' };
  const admin = adminTarget(word);
  if (admin !== undefined) return { kind: 'admin', target: admin };
  const target = kubernetesTarget(word, options);
  return target === undefined ? undefined : { kind: 'kubernetes', target };
}
