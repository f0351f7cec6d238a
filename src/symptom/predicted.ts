/** What logs would show of an edge that was judged: so that what they do show can be held against it. */
import { present } from '../envoy/present.ts';
import type { Symptom } from '../verdict/model.ts';
import { failureOf } from './failure.ts';
import type { Sighting } from './sighting.ts';
import { wordsSighting } from './words.ts';

/** Kinds of failure, as the client's proxy, the server's and the application would tell of them. */
export function predictedKinds({
  flags,
  details,
  transportFailure,
  status,
  server,
  application,
  curlExit,
}: Symptom): ReadonlySet<string> {
  const logLine = { line: 1, form: 'access-log', text: '', edge: {} } as const;
  const seen: Sighting[] = [{ ...wordsSighting(1, application), ...present({ curlExit }) }];
  if (flags.length > 0 || details !== undefined) {
    const client = { ...logLine, side: 'client', flags, ...present({ details, status }) } as const;
    // Many formats leave the reason out.
    seen.push(client, { ...client, ...present({ upstreamFailure: transportFailure }) });
  }
  if (server !== undefined) {
    const { transportFailure: downstreamFailure } = server;
    const serverLine = { ...logLine, side: 'server', flags: server.flags } as const;
    if (server.flags.length > 0) seen.push(serverLine);
    seen.push({ ...serverLine, ...present({ downstreamFailure }) });
  }
  return new Set(seen.flatMap((each) => failureOf(each)?.kind ?? []));
}
