/** Whether the server's RBAC filters surely turn away a peer because it has no identity. */
import { evidence, type Evidence } from '../../evidence.ts';
import type { Receiving } from '../../edge/model.ts';
import type { RbacPolicy, RbacPrincipal } from '../../envoy/model.ts';

export interface RbacDenial {
  readonly action: 'ALLOW' | 'DENY';
  /** 403; else the connection is closed. */
  readonly http: boolean;
  /** Names of the rules, as Istio writes them. */
  readonly rules: readonly string[];
  readonly at: Evidence;
}

/** Undefined where a plaintext peer is let in, where it cannot be told, or where an identity would not help. */
export function rbacDenial({ listener, selection }: Receiving, port: number): RbacDenial | undefined {
  if (listener === undefined || selection?.kind !== 'chain') return undefined;
  const { chain } = selection;
  for (const filter of chain.filters) {
    const policies = filter.kind === 'rbac' ? [{ rbac: filter.rbac, path: filter.path, http: false }] : [];
    const inside =
      filter.kind === 'http'
        ? filter.http.httpFilters.flatMap((each) =>
            each.kind === 'rbac' ? [{ rbac: each.rbac, path: each.path, http: true }] : [],
          )
        : [];
    for (const { rbac, path, http } of [...policies, ...inside]) {
      const rules = deniesNobody(rbac, port);
      if (rules.length === 0 || rbac.action === 'LOG') continue;
      return { action: rbac.action, http, rules, at: evidence(listener.place, path) };
    }
  }
  return undefined;
}

/** Names of the rules that decide against a peer without identity, and not against everybody. */
function deniesNobody({ action, policies }: RbacPolicy, port: number): readonly string[] {
  const here = policies.filter(({ ports }) => ports === undefined || ports.includes(port));
  if (action === 'DENY') {
    return here
      .filter(
        ({ principals, conditional }) =>
          !conditional && matches(principals, 'nobody') === true && matches(principals, 'somebody') !== true,
      )
      .map(({ name }) => name);
  }
  const refusesAll = here.every(({ principals }) => matches(principals, 'nobody') === false);
  const identityHelps = here.some(({ principals }) => matches(principals, 'somebody') !== false);
  return refusesAll && identityHelps ? here.map(({ name }) => name) : [];
}

type Peer = 'nobody' | 'somebody';

/** Three-valued: undefined cannot be told. `somebody` is a peer whose identity may be any. */
function matches(ids: readonly RbacPrincipal[], peer: Peer): boolean | undefined {
  const results = ids.map((id) => matchesOne(id, peer));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}

function matchesOne(id: RbacPrincipal, peer: Peer): boolean | undefined {
  switch (id.kind) {
    case 'any':
      return true;
    case 'authenticated':
      if (peer === 'nobody') return false;
      return id.matcher === undefined ? true : undefined;
    case 'or':
      return matches(id.ids, peer);
    case 'and': {
      const results = id.ids.map((part) => matchesOne(part, peer));
      if (results.includes(false)) return false;
      return results.includes(undefined) ? undefined : true;
    }
    case 'not': {
      const inner = matchesOne(id.id, peer);
      return inner === undefined ? undefined : !inner;
    }
    case 'source-ip':
    case 'other':
      return undefined;
  }
}
