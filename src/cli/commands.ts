import type { CommandEntry } from './command.ts';

/**
 * Every command, in the order of `--help`. A new command is a file in `commands/` that exports
 * `define`, and one line here:
 *
 *     { name: 'edges', summary: '…', load: () => import('./commands/edges.ts') },
 */
export const commands: readonly CommandEntry[] = [
  {
    name: 'explain',
    summary: 'one edge, step by step: is it mutual TLS, why not, and what to change',
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'edges',
    aliases: ['tls-check'],
    summary: 'every edge and its verdict, broken ones first',
    load: () => import('./commands/edges.ts'),
  },
  {
    name: 'inspect',
    summary: 'what the dumps say: listeners, chains, clusters, endpoints, secrets, with their TLS facts',
    load: () => import('./commands/inspect.ts'),
  },
  {
    name: 'check',
    summary: 'hold expectations about edges against what the dumps say, for CI',
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'whatif',
    summary: 'what would change if these policies were applied',
    load: () => import('./commands/whatif.ts'),
  },
  {
    name: 'readiness',
    summary: 'who breaks when a namespace or the mesh accepts mutual TLS only',
    load: () => import('./commands/readiness.ts'),
  },
  {
    name: 'policies',
    summary: 'the mTLS policies and rules found, and whom they select',
    load: () => import('./commands/policies.ts'),
  },
  {
    name: 'report',
    summary: 'one file to attach: what is wrong, who is affected, the fix, every edge',
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'watch',
    summary: 'one edge again and again, until it is what it should be',
    load: () => import('./commands/watch.ts'),
  },
  {
    name: 'graph',
    summary: 'the mesh as a picture: dot, mermaid or svg',
    load: () => import('./commands/graph.ts'),
  },
  {
    name: 'cause',
    summary: 'the catalogue of causes: all of them, or one explained',
    load: () => import('./commands/cause.ts'),
  },
  {
    name: 'symptom',
    summary: 'what a log line, an error or a whole log tells, and which causes lead to it',
    load: () => import('./commands/symptom.ts'),
  },
  {
    name: 'diff',
    summary: 'what changed in mTLS meaning between two sets of dumps',
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'facts',
    summary: 'what is read of dumps, a line for each fact, to be judged later or elsewhere',
    load: () => import('./commands/facts.ts'),
  },
  {
    name: 'capture',
    summary: 'one redacted file with everything the other commands need, of proxies that run',
    load: () => import('./commands/capture.ts'),
  },
  {
    name: 'redact',
    summary: 'a dump that is safe to share: only what is read, no secrets, other names where wanted',
    load: () => import('./commands/redact.ts'),
  },
  {
    name: 'query',
    summary: 'values in dumps, or in what is read off them, by JSONPath',
    load: () => import('./commands/query.ts'),
  },
  {
    name: 'schema',
    summary: 'the JSON Schema of what -o json prints',
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'completion',
    summary: 'a script that completes commands and names: bash, zsh, fish, powershell',
    load: () => import('./commands/completion.ts'),
  },
  {
    name: 'complete',
    summary: 'what may stand where a person is typing',
    hidden: true,
    load: () => import('./commands/complete.ts'),
  },
];
