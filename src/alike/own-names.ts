import type { Proxy } from '../envoy/model.ts';

/** What a client is called: the words that its edges name it by, and nothing of a mesh is judged by. */
export interface OwnNames {
  readonly name: string;
  readonly pod: string;
  readonly workload: string;
  readonly app: string;
}

export function ownNames({ name, node: { pod, workload, app } }: Proxy): OwnNames {
  return { name, pod, workload, app };
}

/** Names as Kubernetes gives them, which stand in sentences, YAML, JSON and commands as they are. */
const plain = /^[a-z](?:[a-z0-9.-]*[a-z0-9])?$/u;

/** Words that mean something else in YAML, or to whoever reads an edge. */
const meaningful: ReadonlySet<string> = new Set([
  'outside',
  'true',
  'false',
  'null',
  'yes',
  'no',
  'on',
  'off',
  'y',
  'n',
]);

/** Whether names may take each other's place in a text. */
export function arePlain(names: OwnNames): boolean {
  return Object.values(names).every((name: string) => name === '' || (plain.test(name) && !meaningful.has(name)));
}

/** What people call it first: a workload, else the proxy. */
export function calledFirst({ name, workload }: OwnNames): string {
  return workload === '' ? name : workload;
}
