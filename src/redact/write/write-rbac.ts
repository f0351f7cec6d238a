/** RBAC policies: who is let through, and whether more than identity and port is asked. */
import type { RbacPolicy, RbacPrincipal, RbacRule } from '../../envoy/model.ts';
import type { JsonObject } from '../../input/model.ts';
import { writeMatcher } from './write-socket.ts';

/** The fields of `RBAC`, whatever the filter. */
export function writeRbac({ action, policies }: RbacPolicy): JsonObject {
  return { rules: { action, policies: Object.fromEntries(policies.map((rule) => [rule.name, writeRule(rule)])) } };
}

function writeRule({ principals, ports, conditional }: RbacRule): JsonObject {
  return { permissions: [writePermission(ports, conditional)], principals: principals.map(writePrincipal) };
}

/** A condition that is not told: what a path, method or header would be. */
const condition: JsonObject = { header: {} };

function writePermission(ports: RbacRule['ports'], conditional: boolean): JsonObject {
  if (ports === undefined) return conditional ? condition : { any: true };
  const rules = [portsOf(ports), ...(conditional ? [condition] : [])];
  return { and_rules: { rules } };
}

/** No port at all is what two ports at once are. */
function portsOf(ports: readonly number[]): JsonObject {
  if (ports.length === 0) return { and_rules: { rules: [{ destination_port: 1 }, { destination_port: 2 }] } };
  return { or_rules: { rules: ports.map((port) => ({ destination_port: port })) } };
}

function writePrincipal(principal: RbacPrincipal): JsonObject {
  switch (principal.kind) {
    case 'any':
      return { any: true };
    case 'authenticated':
      return {
        authenticated: principal.matcher === undefined ? {} : { principal_name: writeMatcher(principal.matcher) },
      };
    case 'and':
      return { and_ids: { ids: principal.ids.map(writePrincipal) } };
    case 'or':
      return { or_ids: { ids: principal.ids.map(writePrincipal) } };
    case 'not':
      return { not_id: writePrincipal(principal.id) };
    case 'source-ip':
      return { direct_remote_ip: writeRange(principal.ranges[0] ?? { ip: '', prefixLength: 0 }) };
    case 'other':
      return condition;
  }
}

/** `CidrRange`. */
export function writeRange({ ip, prefixLength }: { readonly ip: string; readonly prefixLength: number }): JsonObject {
  return { address_prefix: ip, prefix_len: prefixLength };
}
