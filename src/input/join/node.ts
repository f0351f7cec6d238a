import type { RawDump } from '../model.ts';
import { nodeIdOf } from '../node-id.ts';

/** Who a dump says it is of. */
export interface NodeIdentity {
  /** `bootstrap.node.id`: `sidecar~IP~POD.NAMESPACE~NAMESPACE.svc.cluster.local` as pilot-agent writes it. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
}

/** The node that a dump's bootstrap or `/server_info` names, if it has either. */
export function nodeOf({ resources }: Pick<RawDump, 'resources'>): NodeIdentity | undefined {
  for (const resource of resources) {
    const id = nodeIdOf(resource);
    if (id !== undefined) return parseNodeId(id);
  }
  return undefined;
}

function parseNodeId(id: string): NodeIdentity {
  const pod = id.split('~')[2];
  if (pod === undefined) return { id, name: id, namespace: '' };
  const dot = pod.lastIndexOf('.');
  return dot < 0 ? { id, name: pod, namespace: '' } : { id, name: pod.slice(0, dot), namespace: pod.slice(dot + 1) };
}
