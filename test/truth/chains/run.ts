/** Runs cases of filter chain matching: all their listeners in one Envoy, one connection each. */
import { accept } from '../../../src/envoy/listen/accept.ts';
import type { FirstBytes, IncomingConnection } from '../../../src/envoy/connection.ts';
import type { Proxy } from '../../../src/envoy/model.ts';
import type { JsonObject, JsonValue } from '../../../src/input/model.ts';
import type { Outcome } from '../lab/kind.ts';
import { withFreePorts } from '../lab/free-ports.ts';
import type { Lab } from '../lab/lab.ts';
import { readProxy } from '../lab/read-proxy.ts';
import { listeningPort, type ChainCase, type Dialled, type Header, type Payload } from './case.ts';
import { dialAll } from './dial.ts';

export function runChains(cases: readonly ChainCase[], lab: Lab): Promise<readonly Outcome[]> {
  return withFreePorts(1, ([port = 0]) => runAt(port, cases, lab));
}

async function runAt(port: number, cases: readonly ChainCase[], lab: Lab): Promise<readonly Outcome[]> {
  const placed = cases.map((each) => withPort(each, port));
  const groups = new Map(placed.map(({ listeners }) => [JSON.stringify(listeners), listeners]));
  const listeners = [...groups.values()].flatMap((group, at) => group.map((each, of) => named(each, `${at}.${of}`)));
  const envoy = await lab.start({ static_resources: { listeners } });
  try {
    const proxy = await readProxy(envoy, lab);
    const answers = await dialAll(placed.map(({ dialled }) => dialled)).catch((error: unknown) => {
      throw new Error(`Envoy, ${envoy.state()}`, { cause: error });
    });
    return placed.map(({ dialled, outcome: byHand }, at) => {
      const { outcome, port: from } = answers[at] ?? { outcome: 'not dialled', port: 0 };
      const seen = { ...dialled, from: { ...dialled.from, port: from } };
      if (byHand !== undefined) return { predicted: byHand, observed: outcome.replace(/^\S+ /u, '') };
      return { predicted: predict(proxy, connectionOf(seen)), observed: outcome };
    });
  } finally {
    await envoy.stop();
  }
}

/** The case with the port that its first listener gets. */
function withPort(from: ChainCase, port: number): ChainCase {
  return JSON.parse(JSON.stringify(from), (_, value: unknown) => (value === listeningPort ? port : value)) as ChainCase;
}

/** Chains answer with the names of their listener and their own, and close. */
function named(listener: JsonObject, name: string): JsonObject {
  const chains = Array.isArray(listener['filter_chains']) ? (listener['filter_chains'] as readonly JsonObject[]) : [];
  const byDefault = listener['default_filter_chain'] as JsonObject | undefined;
  return {
    ...listener,
    name,
    // A second process on the same address is then an error instead of a half of the connections.
    enable_reuse_port: false,
    filter_chains: chains.map((chain) => answering(chain, name)),
    ...(byDefault === undefined ? {} : { default_filter_chain: answering(byDefault, name) }),
  };
}

function answering(chain: JsonObject, listener: string): JsonObject {
  if (chain['filters'] !== undefined) return chain;
  const config: JsonValue = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.network.direct_response.v3.Config',
    response: { inline_string: `${listener} ${typeof chain['name'] === 'string' ? chain['name'] : ''}\n` },
  };
  return { ...chain, filters: [{ name: 'envoy.filters.network.direct_response', typed_config: config }] };
}

/** With all that is known; with less, the tool may say that it cannot know, but it may say nothing else. */
function predict(proxy: Proxy, connection: IncomingConnection): string {
  const { source, ...unseen } = connection;
  const all = say(proxy, connection);
  const less = [unseen, source === undefined ? unseen : { ...unseen, source: { ip: source.ip } }]
    .map((each) => say(proxy, each))
    .find((each) => each !== all && !each.startsWith(undecided));
  return less === undefined ? all : `${all}, but ${less} with less evidence`;
}

const undecided = 'undecided: ';

function say(proxy: Proxy, connection: IncomingConnection): string {
  const accepted = accept(proxy, connection, new Set());
  switch (accepted.kind) {
    case 'stopped':
      return stopped(accepted.detection);
    case 'selected': {
      const { listener, selection } = accepted;
      if (selection.kind === 'unknown') return `${undecided}${selection.needs}`;
      if (selection.kind === 'none' || selection.chain.filters.length === 0) return 'closed';
      return `${listener.name} ${selection.chain.name}`;
    }
    case 'unknown':
      return `${undecided}${accepted.needs}`;
    case 'none':
    case 'no-proxy':
      return accepted.kind;
  }
}

function stopped(detection: Extract<ReturnType<typeof accept>, { kind: 'stopped' }>['detection']): string {
  switch (detection.kind) {
    case 'closed':
      return 'closed';
    case 'stalled':
      return detection.timeout === 0 ? 'stalled' : 'closed';
    case 'unknown':
      return `${undecided}${detection.needs}`;
  }
}

function connectionOf({ to, from, header, payload }: Dialled): IncomingConnection {
  const bytes = firstBytes(payload);
  return { destination: to, source: from, bytes: header === undefined ? bytes : headed(header, bytes) };
}

function headed(header: Header, payload: FirstBytes): FirstBytes {
  if (header.source === undefined) return { kind: 'proxy-protocol', carries: { kind: 'local' }, payload };
  const { source, destination } = header;
  return { kind: 'proxy-protocol', carries: { kind: 'addresses', source, destination }, payload };
}

function firstBytes(payload: Payload): FirstBytes {
  return payload.kind === 'other' ? { kind: 'other' } : payload;
}
