import { defineCause, found } from './cause.ts';
import { missingSecrets } from './context/missing-secrets.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { listed, ruleName } from './words.ts';

/** A MUTUAL rule names files that do not exist in this pod. */
export const drMutualFilesMissing = defineCause({
  code: 'dr-mutual-files-missing',
  title: 'a MUTUAL rule names certificate files that this pod does not have',
  group: 'Client-side rules',
  reads: ['client', 'handshake', 'policies'],
  insteadOf: ['sds-secret-missing'],
  find: ({ client, handshake, policies }) => {
    if (handshake?.kind !== 'fails' || handshake.reason !== 'secret-not-supplied' || handshake.by !== 'client')
      return undefined;
    const context = client?.sending?.tls?.context;
    const rule = client && ruleBehind(client, policies);
    if (client === undefined || context === undefined || rule === undefined) return undefined;
    const missing = missingSecrets(client.proxy, context).filter(({ name }) => name.startsWith('file-'));
    if (missing.length === 0) return undefined;
    const files = missing.flatMap(({ name }) => name.replace(/^file-(?:cert|root):/u, '').split('~'));
    return found({ rule, files }, ...missing.map(({ at }) => at), client.at, rule.at, rule.textAt);
  },
  confidence: 'proven',
  because: ({ rule, files }, edge) =>
    `${ruleName(rule)} names ${listed(files)}, and the proxy of ${edge.client.name} waits for ${files.length === 1 ? 'it' : 'them'}: the files are not mounted in this pod`,
  fix: ({ rule }, edge) => [
    {
      text: "Mount them into the client's proxy, by an annotation of its pod template:",
      yaml: 'metadata:\n  annotations:\n    sidecar.istio.io/userVolume: \'[{"name":"certs","secret":{"secretName":"client-certs"}}]\'\n    sidecar.istio.io/userVolumeMount: \'[{"name":"certs","mountPath":"/etc/client-certs","readOnly":true}]\'',
    },
    {
      text: `Or, for a server of the mesh, use the mesh's own certificates, ${keepOthers(rule)}:`,
      yaml: amendRule(rule, edge, { tls: { mode: 'ISTIO_MUTUAL' } }),
    },
    {
      text: 'A rule that is for one client only should say so with `exportTo: ["."]` or a `workloadSelector`; else every proxy of the mesh looks for these files.',
    },
  ],
  page: {
    see: '503 `Secret is not supplied by SDS`, or a sidecar that never becomes ready, right after a `MUTUAL` rule with file paths.',
    why: "The paths are looked up in the proxy's container of every pod the rule reaches, and it reaches the whole mesh unless `exportTo` narrows it. Where the files are not mounted, the cluster waits for them for ever.",
    shows: [
      { where: 'client', what: 'the cluster refers to `file-cert:…` or `file-root:…`' },
      { where: 'secrets', what: 'that secret is warming, uninitialised or absent' },
    ],
    unless: 'If `default` or `ROOTCA` is missing, the CA or the agent is the trouble: `sds-secret-missing`.',
  },
  example: {
    rule: { namespace: 'demo', name: 'partner', wildcard: false },
    files: ['/etc/client-certs/tls.crt', '/etc/client-certs/tls.key'],
  },
  references: ['https://github.com/istio/istio/issues/9659', 'istio: pilot/pkg/networking/core/cluster_tls.go'],
});
