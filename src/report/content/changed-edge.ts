/** A changed edge in words, for formats that have one line for it. */
import { peerName } from '../edge-table.ts';
import { outcomeWords } from '../outcome-words.ts';
import type { ChangedEdge } from './changes.ts';

/** `demo/sleep → web.demo.svc.cluster.local:80: mutual TLS → fails` */
export function changedEdgeText({ from, to, endpoint, before, after }: ChangedEdge): string {
  const where = endpoint === undefined ? '' : ` at ${endpoint}`;
  return `${peerName(from)} → ${to}${where}: ${nameOf(before)} → ${nameOf(after)}`;
}

function nameOf(state: ChangedEdge['before']): string {
  return state === null ? 'none' : outcomeWords[state.outcome].name;
}
