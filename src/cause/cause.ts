/**
 * What a cause is: a named reason why an edge is not (or only half) mutual TLS. One file per cause holds
 * what proves it, what is said of it and what helps; `causes.ts` holds them in order.
 */
import type { Evidence } from '../evidence.ts';
import type { CauseFinding, Outcome } from '../verdict/model.ts';
import type { CauseContext, Facet } from './context/context.ts';
import type { EdgeFacts } from './context/edge-facts.ts';

export type Confidence = CauseFinding['confidence'];
export type Effect = CauseFinding['effect'];

/** One way out. `yaml` and `command` are ready to paste, with the names of the edge filled in. */
export type Fix = CauseFinding['fix'][number];

/** Chapters of the catalogue. */
export type Group =
  | 'Client-side rules'
  | 'Server-side policy'
  | 'Auto mTLS off or defeated'
  | 'Proxy bypassed'
  | 'Protocol'
  | 'Identity and certificates'
  | 'Gateways, multicluster, freshness'
  | 'Ambient, other meshes, impostors';

/** What `find` brings back: what proves it, and the facts that words and fixes are made of. */
export interface Found<Facts> {
  readonly facts: Facts;
  readonly evidence: readonly Evidence[];
}

/** A finding from its facts and the evidence for them, in the order in which it convinces. */
export function found<Facts>(facts: Facts, ...evidence: readonly (Evidence | undefined)[]): Found<Facts> {
  return { facts, evidence: evidence.filter((each) => each !== undefined) };
}

/** What the page of a cause says beside its fix. Plain sentences, no mark-up but backticks. */
export interface CausePage {
  /** What people see and where. */
  readonly see: string;
  /** Why it happens. */
  readonly why: string;
  /** How it shows in the dumps, by where one looks. */
  readonly shows: readonly {
    readonly where: 'client' | 'server' | 'endpoints' | 'secrets' | 'policies' | 'elsewhere';
    readonly what: string;
  }[];
  /** What looks like it and is something else. */
  readonly unless: string;
}

export interface CauseDefinition<Code extends string, Facts> {
  readonly code: Code;
  /** An assertion, lower case, no full stop. */
  readonly title: string;
  readonly group: Group;
  /** What `find` looks at beside the edge itself; a test holds it to that. */
  readonly reads: readonly Facet[];
  /** Causes that say the same less exactly: not said beside this one. */
  readonly insteadOf?: readonly string[];
  /** A state of the server that is true of many edges: anything that fits and is more particular comes first. */
  readonly general?: boolean;
  /** Facts only, no words. Undefined: not this. */
  readonly find: (context: CauseContext) => Found<Facts> | undefined;
  readonly confidence: Confidence | ((facts: Facts) => Confidence);
  /** `notice` where the cause is a trap that does not decide this edge; default: explains the outcome. */
  readonly role?: (facts: Facts, context: CauseContext) => 'explains' | 'notice';
  /** One sentence about this edge, without a full stop. */
  readonly because: (facts: Facts, edge: EdgeFacts) => string;
  readonly fix: (facts: Facts, edge: EdgeFacts) => readonly Fix[];
  /** How to see that it worked: a command, or a sentence. Left out: ask for the edge again. */
  readonly verify?: (edge: EdgeFacts) => string;
  readonly page: CausePage;
  /** The facts of an invented edge, from which the page's sentence and fixes are made. */
  readonly example: NoInfer<Facts>;
  /** Issues, source files, message codes. */
  readonly references: readonly string[];
}

/** A cause as the list holds it; the type of its finding stays inside. */
export interface Cause<Code extends string = string> {
  readonly code: Code;
  readonly title: string;
  readonly group: Group;
  readonly reads: readonly Facet[];
  readonly insteadOf: readonly string[];
  readonly general: boolean;
  readonly page: CausePage;
  readonly references: readonly string[];
  readonly verify: (edge: EdgeFacts) => string;
  /** Looks for the cause on one edge. */
  readonly look: (context: CauseContext) => CauseFinding | undefined;
  /** What would be said of an edge with these facts: for the page. */
  readonly sample: (edge: EdgeFacts) => { readonly because: string; readonly fix: readonly Fix[] };
}

/** Closes over the type of a cause's finding, so that causes of all kinds fit in one list. */
export function defineCause<const Code extends string, Facts>(cause: CauseDefinition<Code, Facts>): Cause<Code> {
  const { code, title, group, reads, page, references } = cause;
  const verify = cause.verify ?? askAgain;
  return {
    code,
    title,
    group,
    reads,
    page,
    references,
    verify,
    insteadOf: cause.insteadOf ?? [],
    general: cause.general ?? false,
    look: (context) => {
      const proof = cause.find(context);
      if (proof === undefined) return undefined;
      const { facts, evidence } = proof;
      const { edge } = context;
      return {
        code,
        effect: effectOf(edge.outcome, cause.role?.(facts, context) ?? 'explains'),
        confidence: typeof cause.confidence === 'function' ? cause.confidence(facts) : cause.confidence,
        text: cause.because(facts, edge),
        evidence,
        fix: cause.fix(facts, edge),
      };
    },
    sample: (edge) => ({ because: cause.because(cause.example, edge), fix: cause.fix(cause.example, edge) }),
  };
}

/** Dumps taken after the change are asked the same. */
function askAgain({ client, service, port }: EdgeFacts): string {
  return `take fresh dumps, then: mtlscope explain ${client.name} ${service.host}:${port} DUMPS`;
}

/** An edge that works is never called broken, whatever is found on it. */
function effectOf(outcome: Outcome, role: 'explains' | 'notice'): Effect {
  if (role === 'notice') return 'notice';
  switch (outcome) {
    case 'fails':
      return 'breaks';
    case 'plaintext':
    case 'tls':
      return 'weakens';
    case 'mtls':
    case 'app-tls':
    case 'undecided':
      return 'notice';
  }
}
