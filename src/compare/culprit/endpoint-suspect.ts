/** The mark of the endpoint, by which the client chooses what to send. */
import type { Target, Trace } from '../../edge/model.ts';
import { endpointText } from '../../edge/trace.ts';
import { evidence, type Evidence } from '../../evidence.ts';
import { canonical } from '../facts/fact.ts';
import type { Suspect } from './suspect.ts';

export function endpointSuspect(before: Trace, after: Trace): readonly Suspect[] {
  const [was, is] = [before.target, after.target];
  if (was === undefined || is === undefined) return [];
  const [mark, marked] = [markOf(was), markOf(is)];
  if (mark === undefined || marked === undefined || mark === marked) return [];
  const text = `endpoint ${endpointText(is)} is ${marked}, no longer ${mark}`;
  return [{ part: 'endpoints', change: { text, before: pointTo(was), after: pointTo(is) } }];
}

/** Undefined where the source cannot carry marks. */
function markOf({ endpoint, group }: Target): string | undefined {
  if (endpoint === undefined || group?.metadataKnown !== true) return undefined;
  const marks = { ...endpoint.localitySocketMatchMetadata, ...endpoint.socketMatchMetadata };
  const entries = Object.entries(marks).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return 'not marked';
  return `marked ${entries.map(([key, value]) => `${key}=${typeof value === 'string' ? value : canonical(value)}`).join(', ')}`;
}

function pointTo({ endpoint, group }: Target): readonly Evidence[] {
  if (endpoint === undefined || group === undefined) return [];
  return [evidence(group.place, `${group.path}${endpoint.path}/metadata/filter_metadata/envoy.transport_socket_match`)];
}
