/** Turns of phrase that several causes share. */
import type { EdgeFacts } from './context/edge-facts.ts';
import type { ServerMode } from '../istio/server-mode.ts';

/** `DestinationRule demo/web`. */
export function ruleName(rule: { readonly namespace: string; readonly name: string }): string {
  return `DestinationRule ${rule.namespace}/${rule.name}`;
}

/** `PeerAuthentication demo/default`. */
export function policyName(policy: {
  readonly kind?: string;
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${policy.kind ?? 'PeerAuthentication'} ${policy.namespace === '' ? '' : `${policy.namespace}/`}${policy.name}`;
}

/** `, as PeerAuthentication demo/default says`; nothing where no policy was read. */
export function asSays(policy: Parameters<typeof policyName>[0] | undefined): string {
  return policy === undefined ? '' : `, as ${policyName(policy)} says`;
}

/** What is dialled: the service where one is known. */
export function target({ service, port }: EdgeFacts): string {
  return `${service.host.includes(':') ? `[${service.host}]` : service.host}:${port}`;
}

/** `accepts only mutual TLS`. */
export function accepts(mode: ServerMode | undefined): string {
  switch (mode) {
    case 'STRICT':
      return 'accepts only mutual TLS';
    case 'PERMISSIVE':
      return 'accepts mutual TLS and plaintext alike';
    case 'DISABLE':
      return 'accepts only plaintext';
    case undefined:
      return 'accepts what no dump tells';
    default:
      return `takes ${mode.replace(/^mixed: /u, '')}`;
  }
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
