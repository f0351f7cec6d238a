import { defineCause, found } from './cause.ts';
import type { TlsContext } from '../envoy/model.ts';

/** Kuma: another Mesh, a CA that is not there, or permissive mode. */
export const kumaPermissiveOrIdentity = defineCause({
  code: 'kuma-permissive-or-identity',
  title: 'in a Kuma mesh, the mesh, its CA or its mode differ',
  group: 'Ambient, other meshes, impostors',
  reads: ['client', 'server', 'handshake'],
  insteadOf: [
    'root-ca-mismatch',
    'san-mismatch',
    'trust-domain-mismatch',
    'sds-secret-missing',
    'pa-permissive-half',
    'pa-strict-no-sidecar-client',
  ],
  find: ({ edge, client, server, handshake }) => {
    if (edge.outcome === 'mtls' || edge.outcome === 'undecided') return undefined;
    const theirs = server?.proxy?.listeners
      .flatMap((listener) => listener.filterChains)
      .map(({ transportSocket }) => (transportSocket?.kind === 'tls' ? meshOf(transportSocket.tls) : undefined))
      .find((mesh) => mesh !== undefined);
    const own = client?.sending?.tls === undefined ? undefined : meshOf(client.sending.tls.context);
    const mesh = theirs ?? own;
    if (mesh === undefined) return undefined;
    const permissive = edge.outcome === 'plaintext' && server?.takesMutual === true;
    const detail = handshake?.kind === 'fails' ? handshake.detail : undefined;
    if (!permissive && detail === undefined && edge.outcome !== 'fails') return undefined;
    return found(
      { mesh, other: own !== undefined && own !== mesh ? own : undefined, permissive, detail },
      server?.demandAt,
      client?.at,
    );
  },
  confidence: 'consistent',
  because: ({ mesh, other, permissive, detail }, edge) =>
    permissive
      ? `${edge.server.name} is in Kuma's mesh "${mesh}" with mutual TLS in permissive mode, and ${edge.client.name} sends plaintext`
      : other === undefined
        ? `${edge.server.name} is in Kuma's mesh "${mesh}"${detail === undefined ? ' and demands its identity' : `: ${detail}`}`
        : `${edge.client.name} is in Kuma's mesh "${other}" and ${edge.server.name} in "${mesh}": each has its own CA`,
  fix: ({ mesh, permissive }) => [
    permissive
      ? {
          text: 'When all clients are in the mesh, end the permissive mode:',
          yaml: `type: MeshTLS\nname: strict\nmesh: ${JSON.stringify(mesh)}\nspec:\n  targetRef:\n    kind: Mesh\n  from:\n    - targetRef:\n        kind: Mesh\n      default:\n        mode: Strict`,
        }
      : {
          text: 'See which mesh and which CA the two data plane proxies have:',
          command: 'kumactl inspect dataplanes --tls',
        },
    { text: 'Traffic from one Mesh to another goes through a MeshGateway or a ZoneEgress, never directly.' },
  ],
  page: {
    see: 'Handshake failures between services of two Meshes, or plaintext within one.',
    why: 'Every Mesh in Kuma has its own CA (`mesh_ca`) and identities (`spiffe://MESH/SERVICE`). Servers accept the prefix `spiffe://MESH/`, clients the exact service. In permissive mode plaintext is let in as well.',
    shows: [
      { where: 'client', what: 'a TLS context with `identity_cert:secret:MESH` and an exact `spiffe://MESH/SERVICE`' },
      { where: 'server', what: 'a TLS context with `mesh_ca:secret:MESH` and the prefix `spiffe://MESH/`' },
    ],
    unless: 'Secrets called `default` and `ROOTCA` are Istio’s: `root-ca-mismatch`, `san-mismatch`.',
  },
  example: { mesh: 'default', other: 'payments', permissive: false, detail: undefined },
  references: ['https://github.com/kumahq/kuma/issues/262', 'https://kuma.io/docs/latest/policies/meshtls/'],
});

/** The Mesh that Kuma's secret names speak of: `identity_cert:secret:MESH`, `mesh_ca:secret:MESH`. */
function meshOf({ certificateSecrets, validationSecret }: TlsContext): string | undefined {
  const names = [...certificateSecrets.map(({ name }) => name), validationSecret?.name ?? ''];
  return names
    .map((name) => /^(?:identity_cert|mesh_ca):secret:(.+)$/u.exec(name)?.[1])
    .find((mesh) => mesh !== undefined);
}
