import type { Proxy } from '../envoy/model.ts';
import { evidence } from '../evidence.ts';
import { serverModes, type PortMode } from '../istio/server-mode.ts';
import { pointTo, type EvidenceRecord } from './evidence-record.ts';

/** What a proxy takes on a port, derived from its filter chains. */
export interface ModeRecord {
  readonly kind: 'mode';
  readonly proxy: string;
  readonly workload: string;
  readonly namespace: string;
  /** Absent: every port that no chain names. */
  readonly port?: number;
  /** Where chains tell server names apart (gateways). */
  readonly serverNames?: readonly string[];
  /** STRICT, PERMISSIVE, DISABLE, or what else it is. */
  readonly mode: string;
  readonly listener: string;
  /** The chains that make it so. */
  readonly chains: readonly { readonly name: string; readonly evidence: EvidenceRecord }[];
}

/** The modes of a proxy's ports; none where its listeners were not read. */
export function modeRecords(proxy: Proxy): ModeRecord[] {
  return serverModes(proxy).map((mode) => modeRecord(proxy, mode));
}

function modeRecord({ name, node }: Proxy, { listener, port, serverNames, mode, chains }: PortMode): ModeRecord {
  return {
    kind: 'mode',
    proxy: name,
    workload: node.workload === '' ? name : node.workload,
    namespace: node.namespace,
    ...(port !== 0 && { port }),
    ...(serverNames.length > 0 && { serverNames }),
    mode,
    listener: listener.name,
    chains: chains.map((chain) => ({
      name: chain.name,
      evidence: pointTo(evidence(listener.place, chain.path)),
    })),
  };
}
