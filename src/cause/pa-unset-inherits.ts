import { evidence } from '../evidence.ts';
import { peerScope } from '../policy/effective-peer-authentication.ts';
import { selects } from '../policy/selector.ts';
import { defineCause, found } from './cause.ts';
import { wouldMatter } from './context/policy-that-would.ts';
import { peerPolicy } from './fix/resources.ts';
import { policyName } from './words.ts';

/** `mtls: {}` sets nothing: the mode of the next wider scope stays. */
export const paUnsetInherits = defineCause({
  code: 'pa-unset-inherits',
  title: 'mtls: {} is not STRICT, it inherits',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  find: (context) => {
    const { edge, policies, server } = context;
    const workload = policies?.server;
    if (workload === undefined || wouldMatter(context, 'STRICT') === undefined) return undefined;
    const policy = policies?.peersNear.find((each) => {
      const scope = peerScope(each, edge.rootNamespace);
      const reaches =
        scope === 'mesh' ||
        (scope !== undefined && each.namespace === workload.namespace && selects(each.selector ?? {}, workload.labels));
      return reaches && each.mode === 'UNSET' && !each.modeWritten && each.ports.length === 0;
    });
    if (policy === undefined) return undefined;
    const from = policies?.peer?.decidedBy;
    const facts = {
      policy: { namespace: policy.namespace, name: policy.name },
      mode: policies?.peerMode ?? 'PERMISSIVE',
      from: from && { namespace: from.namespace, name: from.name },
      scope: peerScope(policy, edge.rootNamespace) ?? 'namespace',
    };
    return found(
      facts,
      evidence(policy.place, '/spec'),
      from && evidence(from.place, '/spec/mtls'),
      server?.plaintextAt,
    );
  },
  confidence: 'proven',
  because: ({ policy, mode, from }, edge) =>
    `${policyName(policy)} names no mode, so ${edge.server.name} inherits ${mode} ${from === undefined ? 'from Istio’s default' : `from ${policyName(from)}`}`,
  fix: ({ policy, scope }, edge) => [
    {
      text: 'Write the mode:',
      yaml: peerPolicy(edge, scope, 'STRICT').replace(/^ {2}name: .*$/mu, `  name: ${policy.name}`),
    },
  ],
  page: {
    see: 'A policy with `mtls: {}`, taken over from an old Policy, and the server takes plaintext.',
    why: 'In a legacy Policy `mtls: {}` meant STRICT. In a PeerAuthentication it means UNSET: inherit from the namespace, then the mesh, and at the end of it PERMISSIVE.',
    shows: [
      { where: 'server', what: "the parent's mode" },
      { where: 'policies', what: 'a PeerAuthentication without `mtls.mode`' },
    ],
    unless: 'If a mode is written and ignored, see `pa-duplicate-scope`, `pa-selector-mismatch`, `pa-wrong-namespace`.',
  },
  example: { policy: { namespace: 'demo', name: 'default' }, mode: 'PERMISSIVE', from: undefined, scope: 'namespace' },
  references: ['istio: pilot/pkg/security/authn/policy_applier.go'],
});
