/** What is asked on both sides: every service port that a client knows on either. */
import { defaultAuthority, servicePortsOf } from '../edge/every-edge.ts';
import { defaultSpeaks } from '../edge/speaks.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import type { Proxy } from '../envoy/model.ts';
import type { Aligned } from './align.ts';
import type { ProxyPair } from './pair-proxies.ts';

/** One question, as each side is asked it; a side that has no such client is not asked. */
export interface JointQuestion {
  readonly pair: ProxyPair;
  readonly before?: EdgeQuestion;
  readonly after?: EdgeQuestion;
}

/** Questions in order of client, host and port. */
export function* jointQuestions({ before, after, pairs }: Aligned): Generator<JointQuestion> {
  for (const pair of pairs) {
    const clients = [
      ...(pair.kind === 'after' ? [] : [{ mesh: before, client: pair.before, ports: keys(pair.before) }]),
      ...(pair.kind === 'before' ? [] : [{ mesh: after, client: pair.after, ports: keys(pair.after) }]),
    ];
    const ports = new Map(
      clients.flatMap((side) => servicePortsOf(side.client).map((each) => [keyOf(each), each] as const)),
    );
    for (const [key, { host, port }] of [...ports].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      // The application speaks what it always spoke: as a proxy that knows the service expects.
      const asker = clients.find((side) => side.ports.has(key)) ?? clients[0];
      if (asker === undefined) continue;
      const common = {
        host,
        port,
        speaks: defaultSpeaks(asker.mesh, asker.client, host, port),
        authority: defaultAuthority(host, port),
      };
      yield {
        pair,
        ...(pair.kind !== 'after' && { before: { ...common, from: pair.before.name } }),
        ...(pair.kind !== 'before' && { after: { ...common, from: pair.after.name } }),
      };
    }
  }
}

function keyOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host}:${port}`;
}

function keys(client: Proxy): ReadonlySet<string> {
  return new Set(servicePortsOf(client).map(keyOf));
}
