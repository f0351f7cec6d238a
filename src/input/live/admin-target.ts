/** The address of an Envoy's admin endpoint, as a user writes it. */

export type AdminTarget =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'socket'; readonly path: string };

/** Envoy's usual admin port in an Istio proxy. */
const istioAdminPort = 15_000;

/** Reads `http://HOST[:PORT]` or `unix:/PATH`; undefined for every other word. A path behind the port is ignored. */
export function adminTarget(word: string): AdminTarget | undefined {
  if (word.startsWith('unix:')) {
    const path = word.slice('unix:'.length).replace(/^\/\/(?=\/)/u, '');
    return path === '' ? undefined : { kind: 'socket', path };
  }
  if (!/^http:\/\//iu.test(word) || !URL.canParse(word)) return undefined;
  const { hostname, port } = new URL(word);
  return {
    kind: 'tcp',
    host: hostname.replace(/^\[(.*)\]$/u, '$1'),
    port: port === '' ? (/^http:\/\/[^/]*:80(?:\/|$)/iu.test(word) ? 80 : istioAdminPort) : Number(port),
  };
}

/** How the target is named in output: short, and free of anything but the address. */
export function targetName(target: AdminTarget): string {
  if (target.kind === 'socket') return target.path.split('/').at(-1) ?? 'socket';
  return `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
}
