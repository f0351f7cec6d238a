import { defineCause, found } from './cause.ts';
import { rbacDenial } from './context/rbac-denial.ts';
import { demandMutualTls } from './fix/fixes.ts';

/** An authorization rule asks who the peer is, and a plaintext peer is nobody. */
export const authzPrincipalNeedsMtls = defineCause({
  code: 'authz-principal-needs-mtls',
  title: 'authorization asks for an identity, and plaintext has none',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  find: ({ edge, client, server, policies }) => {
    if (edge.outcome !== 'plaintext') return undefined;
    const denial = server && rbacDenial(server.receiving, edge.targetPort);
    if (denial === undefined) return undefined;
    const facts = {
      action: denial.action,
      http: denial.http,
      rules: denial.rules,
      named: policies !== undefined,
      proxied: client !== undefined,
    };
    return found(facts, denial.at, client?.at);
  },
  confidence: 'proven',
  because: ({ action, http, rules }, edge) =>
    action === 'ALLOW'
      ? `${edge.server.name} lets in only peers with a known identity (${rules.join(', ')}), and a plaintext peer has none: ${http ? 'the request gets 403' : 'the connection is closed'}`
      : `${edge.server.name} turns away peers that are not who they should be (${rules.join(', ')}), and a plaintext peer is nobody: ${http ? 'the request gets 403' : 'the connection is closed'}`,
  fix: ({ proxied }, edge) => [
    {
      text: proxied
        ? 'Make this connection mutual TLS (see the other causes of this edge); then the client has an identity.'
        : 'Bring the client into the mesh, so that it has an identity.',
    },
    demandMutualTls(edge, 'Then demand it, so that nobody comes without one:'),
  ],
  page: {
    see: '403 `RBAC: access denied`, in the log `rbac_access_denied_matched_policy[none]`; TCP connections are closed. Other clients with the same rights are let in.',
    why: '`principals`, `namespaces` and `serviceAccounts` are read from the client’s certificate. Without mutual TLS there is none: an ALLOW rule never matches, and a DENY rule with `notPrincipals` or `notNamespaces` always does.',
    shows: [
      { where: 'client', what: 'plaintext towards this server' },
      { where: 'server', what: 'it also takes plaintext, and an RBAC filter asks for authenticated principals' },
    ],
    unless: 'Over mutual TLS a 403 is a question of rights, not of mTLS. A 401 is about tokens (`not-mtls-impostor`).',
  },
  example: { action: 'ALLOW', http: true, rules: ['ns[demo]-policy[web]-rule[0]'], named: false, proxied: true },
  references: [
    'https://github.com/istio/istio/issues/21259',
    'https://github.com/istio/istio/issues/36119',
    'https://github.com/istio/istio/issues/34355',
    'Kiali KIA0105',
  ],
});
