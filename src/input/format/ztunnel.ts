import type { Format } from '../format.ts';
import { field, isObject } from '../spelling.ts';

/** ztunnel's own dump (`/config_dump` of its admin port, `istioctl ztunnel-config all -o json`). */
export const ztunnel: Format = {
  name: 'ztunnel config dump',
  recognise: ({ tokens, value }) =>
    tokens.length === 0 &&
    isObject(value) &&
    field(value, 'workloads') !== undefined &&
    ['services', 'policies', 'workload_state', 'certificates'].some((name) => field(value, name) !== undefined)
      ? { resources: [{ kind: 'ztunnel', state: 'active', value, at: [] }] }
      : undefined,
};
