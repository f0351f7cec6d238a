/** The causes of one edge, primary first. */
import type { CauseFinding } from '../verdict/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import type { Cause, Confidence, Effect, Group } from './cause.ts';
import { causes } from './causes.ts';
import { causeContext, type CauseContext, type CauseInput } from './context/context.ts';

const effects: readonly Effect[] = ['breaks', 'weakens', 'notice'];
const confidences: readonly Confidence[] = ['proven', 'consistent', 'possible'];

/**
 * Everything that explains the outcome of one trace, and traps worth a word. First what breaks, then what
 * weakens, then notices; among these what is proven, then the more specific, which is the order of the list.
 */
export function causesOf(input: CauseInput): readonly CauseFinding[] {
  const list = isIstios(input) ? causes : causes.filter(({ group }) => !istios.has(group));
  return rank(list, causeContext(input));
}

/** Chapters about what istiod makes of Istio's resources: they say nothing of Envoys that somebody else configures. */
const istios: ReadonlySet<Group> = new Set(['Client-side rules', 'Server-side policy', 'Auto mTLS off or defeated']);

/** Unless both ends are known to be somebody else's: no node of Istio's, no policies, and clusters called otherwise. */
function isIstios({ mesh, trace: { client, cluster, receiving } }: CauseInput): boolean {
  const ends = [client, receiving?.proxy].filter((proxy) => proxy !== undefined);
  const isOther = ends.length > 0 && ends.every(({ node, seen }) => node.kind === 'unknown' && seen.bootstrap);
  if (!isOther || mesh.policies !== undefined) return true;
  return cluster !== undefined && parseClusterName(cluster.name) !== undefined;
}

interface Looked {
  readonly cause: Cause;
  readonly finding: CauseFinding;
  readonly place: number;
}

/** Effect first, then certainty; what is true of many edges stands after what fits this one. */
function rankOf({ cause, finding }: Looked): number {
  const late = cause.general && finding.confidence === 'proven' ? 1.5 : 0;
  return 10 * effects.indexOf(finding.effect) + certainty(finding) + late;
}

function certainty({ confidence }: CauseFinding): number {
  return confidences.indexOf(confidence);
}

/** A guess does not push aside what is certain. */
function covers(a: Looked, b: Looked): boolean {
  return a.cause.insteadOf.includes(b.cause.code) && certainty(a.finding) <= certainty(b.finding);
}

/** The ranking, for any list of causes. */
export function rank(list: readonly Cause[], context: CauseContext): readonly CauseFinding[] {
  const looked: Looked[] = [];
  for (const [place, cause] of list.entries()) {
    const finding = cause.look(context);
    if (finding !== undefined) looked.push({ cause, finding, place });
  }
  return looked
    .filter((each) => !looked.some((other) => covers(other, each)))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.place - b.place)
    .map(({ finding }) => finding);
}

/** The findings of several endpoints, each ranked, in one order: what breaks, what weakens, notices. */
export function byEffect<Finding extends Pick<CauseFinding, 'effect'>>(
  findings: readonly Finding[],
): readonly Finding[] {
  return findings.toSorted((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect));
}
