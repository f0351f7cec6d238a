import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { assembleProxy } from '../../src/envoy/assemble-proxy.ts';
import type { Proxy } from '../../src/envoy/model.ts';
import { resourcePlan } from '../../src/envoy/projection.ts';
import { joinProxies } from '../../src/input/join.ts';
import { whole } from '../../src/input/json/plan.ts';
import type { Plan } from '../../src/input/json/plan.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { forgetFolders, recordedFolder, scenarios, shapes } from '../recordings/recordings.ts';

afterEach(forgetFolders);

async function proxiesOf(path: string, resource: Plan): Promise<readonly Proxy[]> {
  const { dumps } = await readSources([{ kind: 'path', path }], { resource });
  return joinProxies(dumps).proxies.map((proxy) => assembleProxy(proxy));
}

/** One scenario of each topology, and those whose dumps have unusual things in them. */
const some = scenarios.filter((name) =>
  /\/(?:baseline|authz-needs-principal|gateway-mutual|external-tls-origination)$/u.test(name),
);

describe('what is read along the plan of the readers', () => {
  it.each([...shapes, ...some])('gives the facts that reading everything gives: %s', async (recording) => {
    const folder = await recordedFolder(recording);
    const projected = await proxiesOf(folder, resourcePlan);
    expect(projected.length).toBeGreaterThan(0);
    expect(projected).toEqual(await proxiesOf(folder, whole));
  });

  it('has every field that the readers name', () => {
    const folder = new URL('../../src/envoy/read/', import.meta.url);
    const named = readdirSync(folder).flatMap((name) => fieldsIn(readFileSync(new URL(name, folder), 'utf8')));
    expect(named.length).toBeGreaterThan(200);
    const missing = [...new Set(named)].filter((name) => !known.has(name));
    expect(missing.toSorted(), 'name them in src/envoy/projection.ts (or below, if they are no fields)').toEqual([]);
  });
});

/** Names of fields: what stands last in a call, and what has an underscore and so is no other word. */
function fieldsIn(source: string): readonly string[] {
  const last = [...source.matchAll(/, '([a-z_0-9@]+)'\)/gu)].map((match) => match[1] ?? '');
  const underscored = [...source.matchAll(/'([a-z0-9]+_[a-z_0-9]+)'/gu)].map((match) => match[1] ?? '');
  return [...last, ...underscored];
}

/** Words of the readers that are no fields. */
const otherWords = `raw_buffer upstream_proxy_protocol http_11_proxy internal_upstream tcp_stats tcp_proxy sni_cluster
  http_connection_manager istio_authn tls_inspector http_inspector original_dst original_src proxy_protocol
  pilot_meta original_listener_name base64 istio`.split(/\s+/u);

/** What stands below what is kept whole, or is read of documents that are. */
const keptWhole = `destination_port_range direct_remote_ip remote_ip source_ip and_ids or_ids not_id and_rules or_rules
  principal_name filter_state string_match checked_condition connect_matcher path_separated_prefix query_parameters
  runtime_fraction dynamic_metadata key_type serial_number public_key subject_key_id authority_key_id dns_names
  ip_addresses not_before not_after path_length extended_key_usage key_usage workload_ip workload_ips service_account
  trust_domain namespace workloads subject issuer fingerprint uris emails ca authenticated filter key action status
  permissions principals any external host ids keys local policies services stats subset use workload x5c`.split(
  /\s+/u,
);

const known = new Set([...namesIn(resourcePlan), ...otherWords, ...keptWhole]);

function namesIn(plan: Plan, seen = new Set<Plan>()): readonly string[] {
  if (seen.has(plan)) return [];
  seen.add(plan);
  const below = [...Object.values(plan.fields ?? {}), plan.members, plan.items, plan.base].filter(
    (each) => each !== undefined,
  );
  return [...Object.keys(plan.fields ?? {}), ...below.flatMap((each) => namesIn(each, seen))];
}
