/**
 * `rbac.Principal`, as far as identity goes. Istio writes an identity as `authenticated` (from 1.5), as a match on
 * what its `istio_authn` filter put into dynamic metadata (to 1.10), or on filter state (waypoints).
 */
import type { JsonObject } from '../../input/model.ts';
import { flag, has, message, messageOrEmpty, messages, text } from './fields.ts';
import type { RbacPrincipal, StringMatcher } from '../model.ts';
import { readCidrRange } from './address.ts';
import { readStringMatcher } from './string-matcher.ts';

/** Principals nest; what lies deeper than this was not written by anybody. */
const maximumDepth = 32;
const sourceIps = ['direct_remote_ip', 'remote_ip', 'source_ip'] as const;
const other: RbacPrincipal = { kind: 'other' };

export function readPrincipal(principal: JsonObject, depth = 0): RbacPrincipal {
  if (depth > maximumDepth) return other;
  if (flag(principal, 'any') === true) return { kind: 'any' };
  const authenticated = message(principal, 'authenticated');
  if (authenticated !== undefined) return readAuthenticated(authenticated);
  for (const [name, kind] of [
    ['and_ids', 'and'],
    ['or_ids', 'or'],
  ] as const) {
    const set = message(principal, name);
    if (set !== undefined) return { kind, ids: messages(set, 'ids').map((id) => readPrincipal(id, depth + 1)) };
  }
  const negated = message(principal, 'not_id');
  if (negated !== undefined) return { kind: 'not', id: readPrincipal(negated, depth + 1) };
  const range = sourceIps.map((name) => message(principal, name)).find((value) => value !== undefined);
  if (range !== undefined) return { kind: 'source-ip', ranges: [readCidrRange(range)] };
  return readMetadata(messageOrEmpty(principal, 'metadata')) ?? readFilterState(principal) ?? other;
}

/** Without a name any peer that authenticated itself; v2 before 2019 had a plain `name`. */
function readAuthenticated(authenticated: JsonObject): RbacPrincipal {
  const matcher = message(authenticated, 'principal_name');
  if (matcher !== undefined) return { kind: 'authenticated', matcher: readStringMatcher(matcher) };
  const name = text(authenticated, 'name');
  return name === undefined
    ? { kind: 'authenticated' }
    : { kind: 'authenticated', matcher: { kind: 'exact', value: name } };
}

/** `istio_authn` stores `source.principal` without its scheme: `cluster.local/ns/NS/sa/SA`. */
function readMetadata(metadata: JsonObject): RbacPrincipal | undefined {
  const key = messages(metadata, 'path')[0];
  if (text(metadata, 'filter') !== 'istio_authn' || key === undefined) return undefined;
  if (text(key, 'key') !== 'source.principal') return undefined;
  const matcher = message(messageOrEmpty(metadata, 'value'), 'string_match');
  return matcher === undefined ? undefined : { kind: 'authenticated', matcher: withScheme(readStringMatcher(matcher)) };
}

function withScheme(matcher: StringMatcher): StringMatcher {
  switch (matcher.kind) {
    case 'exact':
    case 'prefix':
      return { ...matcher, value: `spiffe://${matcher.value}` };
    case 'regex':
      return { ...matcher, value: `spiffe://(?:${matcher.value})` };
    case 'suffix':
    case 'contains':
    case 'unrecognised':
      return matcher;
  }
}

function readFilterState(principal: JsonObject): RbacPrincipal | undefined {
  const state = messageOrEmpty(principal, 'filter_state');
  if (text(state, 'key') !== 'io.istio.peer_principal' || !has(state, 'string_match')) return undefined;
  return { kind: 'authenticated', matcher: readStringMatcher(messageOrEmpty(state, 'string_match')) };
}
