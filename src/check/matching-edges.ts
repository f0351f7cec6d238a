/** The edges that an expectation is about: one where it names both ends, else every edge that fits. */
import { clientsNamed } from '../edge/client-names.ts';
import { defaultAuthority, servicePortsOf } from '../edge/every-edge.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import { defaultSpeaks } from '../edge/speaks.ts';
import { outside } from '../edge/trace.ts';
import type { Proxy } from '../envoy/model.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import type { Expectation } from './check-file.ts';
import { splitHostPort } from './host-port.ts';
import { isPattern, matchesPattern, matchesTarget } from './pattern.ts';

export interface MatchingEdges {
  /** In order of client, host and port. */
  readonly questions: readonly EdgeQuestion[];
  /** How many more would match, and are known and accepted. */
  readonly excepted: number;
}

/** A service port, as an application dials it. */
interface Target {
  readonly host: string;
  readonly port: number;
}

/** Whether an expectation is about many edges. */
export function isAboutMany({ from, to }: Expectation): boolean {
  return isPattern(from) || isPattern(to);
}

/** Finds them. Throws a `UsageError` where `to` names no port. */
export function matchingEdges(mesh: Mesh, expectation: Expectation): MatchingEdges {
  const all = [...eachMatching(mesh, expectation)];
  const questions = all.filter((each) => each !== 'excepted');
  return { questions, excepted: all.length - questions.length };
}

/** The same one by one; of those that are excepted only that they are. */
export function* eachMatching(mesh: Mesh, expectation: Expectation): Generator<EdgeQuestion | 'excepted'> {
  for (const from of clientsOf(mesh, expectation.from)) {
    const client = mesh.proxyNamed(from);
    for (const target of targetsOf(mesh, client, expectation.to)) {
      const isOut = isExcepted(expectation, client, target);
      yield isOut ? 'excepted' : questionOf(mesh, expectation, from, target);
    }
  }
}

/** Names of proxies, or `outside`. */
function clientsOf(mesh: Mesh, from: string): readonly string[] {
  if (from === outside) return [outside];
  if (isPattern(from)) return mesh.proxies.filter((proxy) => isCalled(from, proxy)).map(({ name }) => name);
  const named = clientsNamed(mesh, from);
  return named.kind === 'found' ? named.things.map(({ name }) => name) : [];
}

function targetsOf(mesh: Mesh, client: Proxy | undefined, to: string): readonly Target[] {
  if (!isPattern(to)) return [splitHostPort(to)];
  const known = client === undefined ? mesh.directory.ports : servicePortsOf(client);
  return known.filter((target) => matchesTarget(to, target));
}

function isExcepted({ except }: Expectation, client: Proxy | undefined, target: Target): boolean {
  return except.some(({ from, to }) => {
    const isFrom = client === undefined ? matchesPattern(from, outside) : isCalled(from, client);
    return isFrom && matchesTarget(to, target);
  });
}

/** By a pod's, a workload's or an application's name, alone or with its namespace. */
function isCalled(pattern: string, { name, node }: Proxy): boolean {
  const own = [name, node.pod, node.workload, node.app].filter((each) => each !== '');
  const names = own.flatMap((each) => [each, `${node.namespace}/${each}`, `${each}.${node.namespace}`]);
  return names.some((each) => matchesPattern(pattern, each));
}

/** The question an expectation asks of one edge; defaults as `explain` and `edges` have them. */
export function questionOf(
  mesh: Mesh,
  expectation: Expectation,
  from: string,
  target: Target = splitHostPort(expectation.to),
): EdgeQuestion {
  const { host, port } = target;
  const { speaks, authority, endpoint } = expectation;
  // A caller without a proxy has no listener; of many services each is asked in its own language.
  const asker = mesh.proxyNamed(from) ?? (isPattern(expectation.to) ? knowing(mesh, target) : undefined);
  return {
    from,
    host,
    port,
    speaks: speaks ?? defaultSpeaks(mesh, asker, host, port),
    authority: authority ?? defaultAuthority(host, port),
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** A sidecar that knows a service. */
export function knowing({ proxies }: Mesh, { host, port }: Target): Proxy | undefined {
  const name = `outbound|${port}||${host}`;
  return proxies.find((proxy) => proxy.node.kind === 'sidecar' && indexOf(proxy).cluster(name) !== undefined);
}
