/** `RBAC` filters, network and HTTP (envoy/config/rbac): what they ask of the peer's identity. */
import type { JsonObject, JsonValue } from '../../input/model.ts';
import { has, isObject, message, messageOrEmpty, messages, text } from './fields.ts';
import type { RbacPolicy, RbacRule } from '../model.ts';
import { readPermissions } from './rbac-permission.ts';
import { readPrincipal } from './rbac-principal.ts';

/** Without `rules` nothing is enforced; shadow rules are not kept. */
export function readRbac(config: JsonObject): RbacPolicy {
  if (has(config, 'matcher')) return undecidable;
  const rules = message(config, 'rules');
  if (rules === undefined) return { action: 'LOG', policies: [] };
  const action = text(rules, 'action');
  return {
    action: action === 'DENY' || action === 'LOG' ? action : 'ALLOW',
    policies: Object.entries(messageOrEmpty(rules, 'policies')).map(([name, policy]) => readRule(name, policy)),
  };
}

/** An xDS matcher in place of rules: it may deny anybody. */
const undecidable: RbacPolicy = {
  action: 'DENY',
  policies: [{ name: 'matcher', principals: [{ kind: 'other' }], conditional: true }],
};

function readRule(name: string, value: JsonValue): RbacRule {
  const policy = isObject(value) ? value : {};
  const { ports, conditional } = readPermissions(messages(policy, 'permissions'));
  const rule = {
    name,
    principals: messages(policy, 'principals').map((principal) => readPrincipal(principal)),
    conditional: conditional || has(policy, 'condition') || has(policy, 'checked_condition'),
  };
  return ports === undefined ? rule : { ...rule, ports };
}
