/** Expectations against verdicts. */
import { outside } from '../edge/trace.ts';
import { clientsNamed } from '../edge/client-names.ts';
import type { Mesh } from '../edge/mesh.ts';
import { defaultAuthority } from '../edge/every-edge.ts';
import { defaultSpeaks } from '../edge/speaks.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import { byEffect } from '../cause/causes-of.ts';
import { judgeEdge } from '../judge-edge.ts';
import type { EndpointVerdict, RolledUpOutcome, Symptom } from '../verdict/model.ts';
import { rollUp } from '../verdict/outcome.ts';
import type { VerdictOptions } from '../verdict/verdict.ts';
import type { Expectation } from './check-file.ts';
import { splitHostPort } from './host-port.ts';

/** One line of the check document (`schema/check.schema.json`). */
export interface CheckResult {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly endpoint?: string;
  readonly expect: readonly string[];
  readonly outcome: RolledUpOutcome;
  readonly ok: boolean;
  readonly causes: readonly string[];
  readonly symptom?: Symptom;
  /** One sentence. */
  readonly because: string;
}

/** Answers one expectation; where `from` means several replicas, their endpoints are judged together. */
export function runCheck(mesh: Mesh, expectation: Expectation, options: VerdictOptions): CheckResult {
  const clients = clientsOf(mesh, expectation.from);
  const base = {
    id: expectation.id,
    from: expectation.from,
    to: expectation.to,
    ...(expectation.endpoint !== undefined && { endpoint: expectation.endpoint }),
    expect: expectation.expect,
  };
  if (clients.length === 0) {
    return {
      ...base,
      outcome: 'undecided',
      ok: expectation.expect.includes('undecided'),
      causes: [],
      because: `no dump of ${expectation.from} was read`,
    };
  }
  const endpoints = clients.flatMap((from) => judgeEdge(mesh, questionOf(mesh, expectation, from), options).endpoints);
  return { ...base, ...summary(endpoints, expectation) };
}

/** Names of proxies, or `outside`. */
function clientsOf(mesh: Mesh, from: string): readonly string[] {
  if (from === outside) return [outside];
  const named = clientsNamed(mesh, from);
  return named.kind === 'found' ? named.things.map((proxy) => proxy.name) : [];
}

/** The question an expectation asks; defaults as the design says. */
export function questionOf(mesh: Mesh, expectation: Expectation, from: string): EdgeQuestion {
  const { host, port } = splitHostPort(expectation.to);
  const client = mesh.proxyNamed(from);
  return {
    from,
    host,
    port,
    speaks: expectation.speaks ?? defaultSpeaks(mesh, client, host, port),
    authority: expectation.authority ?? defaultAuthority(host, port),
    ...(expectation.endpoint !== undefined && { endpoint: expectation.endpoint }),
  };
}

function summary(
  all: readonly EndpointVerdict[],
  expectation: Expectation,
): Pick<CheckResult, 'outcome' | 'ok' | 'causes' | 'symptom' | 'because'> {
  const asked = all.filter((each) => expectation.endpoint === undefined || each.endpoint === expectation.endpoint);
  const endpoints = asked.length > 0 ? asked : all;
  const outcome = rollUp(endpoints);
  const worst = endpoints.find((each) => each.outcome === 'fails') ?? endpoints[0];
  const causes = byEffect(endpoints.flatMap((each) => each.causes)).map(({ code }) => code);
  const symptom = worst?.symptom;
  return {
    outcome,
    ok: meets(endpoints, outcome, expectation, causes),
    causes: [...new Set(causes)],
    ...(symptom !== undefined && { symptom }),
    because: worst?.because ?? '',
  };
}

function meets(
  endpoints: readonly EndpointVerdict[],
  outcome: RolledUpOutcome,
  expectation: Expectation,
  causes: readonly string[],
): boolean {
  const { expect, identity, cause } = expectation;
  const asExpected =
    expect.length === 0 || expect.includes(outcome) || endpoints.every((each) => expect.includes(each.outcome));
  const asIdentified = identity === undefined || endpoints.every((each) => each.server?.identity === identity);
  return asExpected && asIdentified && (cause === undefined || causes.includes(cause));
}
