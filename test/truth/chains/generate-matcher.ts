/** Random `filter_chain_matcher` trees around an expected connection. */
import type { JsonObject, JsonValue } from '../../../src/input/model.ts';
import type { Random } from '../lab/random.ts';
import type { Expected } from './expected.ts';

const names = ['chain 0', 'chain 1', 'chain 2', 'chain 3'];
const deepest = 3;

/** A matcher whose root is of the wanted kind, and the chains it names (their own matches are there to be ignored). */
export function generateMatcher(random: Random, root: string, around: Expected): JsonObject {
  const ignored = { filter_chain_match: { destination_port: 1 } };
  return {
    filter_chains: names.map((name, at) => ({ name, ...(at === 0 ? ignored : {}) })),
    filter_chain_matcher: matcher(random, around, deepest, root),
  };
}

const roots = ['list', 'exact map', 'prefix map', 'IP ranges', 'server names'];

function matcher(random: Random, around: Expected, depth: number, root = random.pick(roots)): JsonObject {
  const otherwise = random.chance(0.4) ? { on_no_match: onMatch(random, around, depth - 1) } : {};
  return { ...tree(random, around, depth, root), ...otherwise };
}

function tree(random: Random, around: Expected, depth: number, root: string): JsonObject {
  const branch = (): JsonObject => onMatch(random, around, depth - 1);
  switch (root) {
    case 'list': {
      const matchers = Array.from({ length: 1 + random.below(3) }, () => ({
        predicate: predicate(random, around, 2),
        on_match: branch(),
      }));
      return { matcher_list: { matchers } };
    }
    case 'IP ranges': {
      const { input, value } = random.pick(inputsOf(around).filter(({ ip }) => ip === true));
      const range_matchers = Array.from({ length: 1 + random.below(3) }, () => ({
        ranges: ranges(random, value),
        on_match: branch(),
        ...(random.chance(0.3) ? { exclusive: true } : {}),
      }));
      return {
        matcher_tree: { input, custom_match: typed('ip', 'xds.type.matcher.v3.IPMatcher', { range_matchers }) },
      };
    }
    case 'server names': {
      const domain_matchers = distinct(random, domains(around.serverName)).map((each) => ({
        domains: each,
        on_match: branch(),
      }));
      const config = { domain_matchers };
      return {
        matcher_tree: {
          input: networkInput('ServerNameInput'),
          custom_match: typed('domains', 'xds.type.matcher.v3.ServerNameMatcher', config),
        },
      };
    }
    default: {
      const { input, value } = random.pick(inputsOf(around));
      const keys = root === 'exact map' ? [value, 'other'] : [value.slice(0, 1), value.slice(0, 3), value, 'other'];
      const kept = random.some(keys, 1).filter((key) => key !== '');
      const map = Object.fromEntries((kept.length === 0 ? ['other'] : kept).map((key) => [key, branch()]));
      const field = root === 'exact map' ? 'exact_match_map' : 'prefix_match_map';
      return { matcher_tree: { input, [field]: { map } } };
    }
  }
}

/** Lists of one or more domains, none of them twice. */
function distinct(random: Random, all: readonly string[]): string[][] {
  return random.some(all, 1).map((domain) => [domain]);
}

function domains(name: string): string[] {
  const sni = name === '' ? 'a.b.example.test' : name;
  const wildcards = sni.split('.').map((_, at, parts) => `*.${parts.slice(at).join('.')}`);
  return [...new Set([sni, ...wildcards, '*', 'other.test', 'miss.test'])];
}

function onMatch(random: Random, around: Expected, depth: number): JsonObject {
  const keep = random.chance(0) ? { keep_matching: true } : {};
  if (depth > 0 && random.chance(0.4)) return { matcher: matcher(random, around, depth), ...keep };
  const value = random.chance(0.1) ? 'a chain that is not there' : random.pick(names);
  return { action: typed('chain', 'google.protobuf.StringValue', { value }), ...keep };
}

function predicate(random: Random, around: Expected, depth: number): JsonObject {
  const nested = (): JsonObject[] => [predicate(random, around, depth - 1), predicate(random, around, depth - 1)];
  const kind = depth > 0 ? random.below(6) : 5;
  if (kind === 0) return { not_matcher: predicate(random, around, depth - 1) };
  if (kind === 1) return { or_matcher: { predicate: nested() } };
  if (kind === 2) return { and_matcher: { predicate: nested() } };
  const { input, value, ip } = random.pick(inputsOf(around));
  if (ip === true && random.chance(0.5)) {
    const config = { cidr_ranges: ranges(random, value), stat_prefix: 'ip' };
    const custom = typed('ip', 'envoy.extensions.matching.input_matchers.ip.v3.Ip', config);
    return { single_predicate: { input, custom_match: custom } };
  }
  return { single_predicate: { input, value_match: stringMatcher(random, value) } };
}

function stringMatcher(random: Random, value: string): JsonObject {
  const whole = value === '' ? 'some' : value;
  const cased = random.chance(0.3) ? { ignore_case: true } : {};
  const spelled = random.chance(0.3) ? whole.toUpperCase() : whole;
  switch (random.below(5)) {
    case 0:
      return { exact: spelled, ...cased };
    case 1:
      return { prefix: spelled.slice(0, 2), ...cased };
    case 2:
      return { suffix: spelled.slice(-2), ...cased };
    case 3:
      return { contains: spelled.slice(1, 3) === '' ? spelled : spelled.slice(1, 3), ...cased };
    default:
      return { exact: 'other' };
  }
}

interface Input {
  readonly input: JsonObject;
  /** What the input will probably be. */
  readonly value: string;
  readonly ip?: boolean;
}

function inputsOf(around: Expected): Input[] {
  const protocols = around.protocols.map((name) => `'${name}'`).join(',');
  return [
    { input: networkInput('DestinationIPInput'), value: around.ip, ip: true },
    { input: networkInput('DestinationPortInput'), value: String(around.port) },
    { input: networkInput('SourceIPInput'), value: around.source, ip: true },
    { input: networkInput('DirectSourceIPInput'), value: around.direct, ip: true },
    { input: networkInput('SourceTypeInput'), value: 'local' },
    { input: networkInput('ServerNameInput'), value: around.serverName },
    { input: networkInput('TransportProtocolInput'), value: around.transport },
    { input: networkInput('ApplicationProtocolInput'), value: protocols },
    ...(around.sourcePort === 0 ? [] : [{ input: networkInput('SourcePortInput'), value: String(around.sourcePort) }]),
  ];
}

function ranges(random: Random, ip: string): JsonObject[] {
  const lengths = ip.includes(':') ? [0, 16, 48, 128] : [0, 8, 16, 24, 32];
  const hits = random.some(lengths, 1).slice(0, 2);
  const other = { address_prefix: '192.0.2.0', prefix_len: 24 };
  return [
    ...hits.map((length) => ({ address_prefix: ip, prefix_len: length })),
    ...(random.chance(0.3) ? [other] : []),
  ];
}

function networkInput(name: string): JsonObject {
  return typed(name, `envoy.extensions.matching.common_inputs.network.v3.${name}`, {});
}

function typed(name: string, type: string, config: Readonly<Record<string, JsonValue>>): JsonObject {
  return { name, typed_config: { '@type': `type.googleapis.com/${type}`, ...config } };
}
