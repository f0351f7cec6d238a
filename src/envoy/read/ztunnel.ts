/**
 * ztunnel's `/config_dump`: the workloads it knows and how they are reached. Releases wrote `workloads` as a map
 * by address, later as a list (istioctl/pkg/writer/ztunnel/configdump).
 */
import type { JsonObject, JsonValue } from '../../input/model.ts';
import { field, isObject, text, texts } from './fields.ts';
import type { ZtunnelView } from '../model.ts';

type Workload = ZtunnelView['workloads'][number];

export function readZtunnel(dump: JsonObject): ZtunnelView {
  return { workloads: entries(field(dump, 'workloads')).map(readWorkload) };
}

function readWorkload(workload: JsonObject): Workload {
  const ips = texts(workload, 'workload_ips');
  const single = text(workload, 'workload_ip');
  return {
    name: text(workload, 'name') ?? '',
    namespace: text(workload, 'namespace') ?? '',
    ips: ips.length === 0 && single !== undefined ? [single] : ips,
    protocol: text(workload, 'protocol') === 'HBONE' ? 'HBONE' : 'TCP',
    serviceAccount: text(workload, 'service_account') ?? '',
    trustDomain: text(workload, 'trust_domain') ?? '',
  };
}

function entries(listOrMap: JsonValue | undefined): readonly JsonObject[] {
  const values: readonly JsonValue[] = Array.isArray(listOrMap)
    ? listOrMap
    : isObject(listOrMap)
      ? Object.values(listOrMap)
      : [];
  return values.filter(isObject);
}
