/** How the client's side takes part: through its proxy's HTTP or TCP filter, or without a proxy. */
import type { Trace } from '../edge/model.ts';

export type ClientSide = 'http' | 'tcp' | 'none';

/** Read off the filter that took the application's connection. */
export function clientSide(trace: Trace): ClientSide {
  if (trace.client === undefined) return 'none';
  return trace.path.filter?.kind === 'http' ? 'http' : 'tcp';
}
