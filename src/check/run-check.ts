/** Expectations against verdicts. */
import { byEffect } from '../cause/causes-of.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion } from '../edge/question.ts';
import { judgeEdge } from '../judge-edge.ts';
import type { EndpointVerdict, RolledUpOutcome, Symptom } from '../verdict/model.ts';
import { rollUp } from '../verdict/outcome.ts';
import type { VerdictOptions } from '../verdict/verdict.ts';
import type { Expectation } from './check-file.ts';
import { isAboutMany, matchingEdges } from './matching-edges.ts';
import { isPattern } from './pattern.ts';

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
  /** Where many edges are asked about: those that are not as expected. */
  readonly unmet?: readonly UnmetEdge[];
}

export interface UnmetEdge {
  readonly from: string;
  /** `host:port`. */
  readonly to: string;
  readonly outcome: RolledUpOutcome;
  /** One sentence. */
  readonly because: string;
}

/** Answers one expectation; where `from` means several replicas, their endpoints are judged together. */
export function runCheck(mesh: Mesh, expectation: Expectation, options: VerdictOptions): CheckResult {
  const { id, from, to, endpoint, expect } = expectation;
  const base = { id, from, to, ...(endpoint !== undefined && { endpoint }), expect };
  const { questions, excepted } = matchingEdges(mesh, expectation);
  if (questions.length === 0) return { ...base, ...nothingAsked(expectation, excepted) };
  const edges = questions.map((question) => ({ question, endpoints: judgeEdge(mesh, question, options).endpoints }));
  if (isAboutMany(expectation)) return { ...base, ...aboutMany(edges, expectation) };
  const endpoints = edges.flatMap((edge) => edge.endpoints);
  return { ...base, ...summary(askedAbout(endpoints, expectation), expectation) };
}

type Answer = Pick<CheckResult, 'outcome' | 'ok' | 'causes' | 'symptom' | 'because' | 'unmet'>;

function nothingAsked({ from, to, expect }: Expectation, excepted: number): Answer {
  const base = { outcome: 'undecided', causes: [] } as const;
  if (excepted > 0) return { ...base, ok: true, because: 'every edge that matches is excepted' };
  const because = isPattern(from) || isPattern(to) ? 'no edge that the dumps know of matches' : noDump(from);
  return { ...base, ok: expect.includes('undecided'), because };
}

function noDump(from: string): string {
  return `no dump of ${from} was read`;
}

interface JudgedEdge {
  readonly question: EdgeQuestion;
  readonly endpoints: readonly EndpointVerdict[];
}

/** All together, and which of them are not as expected. */
function aboutMany(edges: readonly JudgedEdge[], expectation: Expectation): Answer {
  const answers = edges.map(({ question, endpoints }) => ({
    question,
    ...summary(askedAbout(endpoints, expectation), expectation),
  }));
  const unmet = answers.filter(({ ok }) => !ok);
  const [first] = unmet;
  const symptom = first?.symptom;
  return {
    outcome: rollUp(edges.flatMap(({ endpoints }) => askedAbout(endpoints, expectation))),
    ok: unmet.length === 0,
    causes: [...new Set((unmet.length > 0 ? unmet : answers).flatMap(({ causes }) => causes))],
    ...(symptom !== undefined && { symptom }),
    because: counted(unmet.length, edges.length, first),
    unmet: unmet.map(({ question: { from, host, port }, outcome, because }) => ({
      from,
      to: `${host.includes(':') ? `[${host}]` : host}:${port}`,
      outcome,
      because,
    })),
  };
}

function counted(unmet: number, all: number, first: Pick<Answer, 'because'> | undefined): string {
  const edges = all === 1 ? 'the one edge' : `all ${all} edges`;
  if (first === undefined) return `${edges} that match are as expected`;
  return `${unmet} of ${all} edges ${unmet === 1 ? 'is' : 'are'} not as expected; the first: ${first.because}`;
}

/** The endpoint that is named; where it is none of them, all. */
function askedAbout(all: readonly EndpointVerdict[], { endpoint }: Expectation): readonly EndpointVerdict[] {
  const asked = all.filter((each) => endpoint === undefined || each.endpoint === endpoint);
  return asked.length > 0 ? asked : all;
}

function summary(endpoints: readonly EndpointVerdict[], expectation: Expectation): Answer {
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
  { expect, identity, cause }: Expectation,
  causes: readonly string[],
): boolean {
  const asExpected =
    expect.length === 0 || expect.includes(outcome) || endpoints.every((each) => expect.includes(each.outcome));
  const asIdentified = identity === undefined || endpoints.every((each) => each.server?.identity === identity);
  return asExpected && asIdentified && (cause === undefined || causes.includes(cause));
}
