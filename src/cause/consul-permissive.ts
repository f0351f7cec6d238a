import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';

/** Consul's migration mode lets plaintext in beside mutual TLS. */
export const consulPermissive = defineCause({
  code: 'consul-permissive',
  title: "in a Consul mesh, the server's permissive listener takes plaintext",
  group: 'Ambient, other meshes, impostors',
  reads: ['server'],
  insteadOf: ['pa-permissive-half', 'pa-disable', 'undeclared-port'],
  find: ({ edge, server }) => {
    const listener = server?.proxy?.listeners.find(({ name }) => name.startsWith('permissive_public_listener'));
    const chain = server?.receiving.selection?.kind === 'chain' ? server.receiving.selection.chain : undefined;
    const here =
      server?.receiving.listener?.name.startsWith('permissive_public_listener') === true ||
      chain?.name.startsWith('permissive_public_listener') === true;
    if (edge.outcome !== 'plaintext' || (listener === undefined && !here)) return undefined;
    const at = listener ?? server?.receiving.listener;
    return at === undefined
      ? undefined
      : found({ listener: at.name, here }, evidence(at.place, chain?.path ?? '/name'));
  },
  confidence: ({ here }) => (here ? 'proven' : 'consistent'),
  because: ({ listener }, edge) =>
    `${edge.server.name} has ${listener}: MutualTLSMode is permissive, so plaintext to the application's own port is let in`,
  fix: (_facts, edge) => [
    {
      text: 'When all clients come through the mesh, end the migration (Consul, `service-defaults`):',
      yaml: `apiVersion: consul.hashicorp.com/v1alpha1\nkind: ServiceDefaults\nmetadata:\n  name: ${edge.service.name}\nspec:\n  mutualTLSMode: strict`,
    },
  ],
  page: {
    see: 'Calls that do not go through the mesh reach the application in plaintext, and nobody refuses them.',
    why: '`MutualTLSMode = "permissive"` is Consul’s way to migrate: beside the `public_listener` there is one that takes plaintext on the application’s port.',
    shows: [{ where: 'server', what: 'a listener or filter chain called `permissive_public_listener…` without TLS' }],
    unless: 'Without that listener plaintext is refused: `consul-upstream-missed`.',
  },
  example: { listener: 'permissive_public_listener:10.0.0.5:20000', here: true },
  references: ['https://github.com/hashicorp/consul/pull/17035'],
});
