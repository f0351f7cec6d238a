import { InputError, UsageError } from '../../errors.ts';
import type { Evidence, ResolvedEvidence } from '../../evidence.ts';
import { sourceArgument } from '../../input/argument.ts';
import { joinProxies } from '../../input/join.ts';
import { createLocator } from '../../input/locate.ts';
import type { RawResource, SourceProblem } from '../../input/model.ts';
import { readSources } from '../../input/read-sources.ts';
import type { Deletion } from '../../policy/policy-changes.ts';
import { withNamespace } from '../../policy/with-namespace.ts';
import { pruned } from '../../policy/pruned.ts';
import { readPolicies } from '../../policy/policies.ts';
import type { Streams } from '../streams.ts';
import { readDeletion } from './deletion.ts';

/** The options that say what else is changed. */
export interface PolicyChangeFlags {
  readonly delete?: readonly string[];
  readonly namespace: string;
  readonly prune: boolean;
}

/** Resources that would be applied and deleted. */
export interface ReadChange {
  readonly objects: readonly RawResource[];
  readonly deletions: readonly Deletion[];
  /** The sources that are left to be read as dumps. */
  readonly sources: readonly string[];
  /** Looks up where a resource of the change stands; undefined for what is not of it. */
  readonly locate: (evidence: Evidence) => Promise<ResolvedEvidence> | undefined;
}

/**
 * Reads the resources that `policies` names. Where something is deleted and the first word names dumps, nothing is
 * applied and that word is a source like the others. Throws where any part cannot be read: a prediction for
 * half of a change would mislead.
 */
export async function readChange(
  policies: string,
  sources: readonly string[],
  flags: PolicyChangeFlags,
  { stdin }: Streams,
): Promise<ReadChange> {
  if (policies === '-' && sources.length === 0) throw onlyStdin();
  const deletions = (flags.delete ?? []).map(readDeletion);
  const { dumps, problems, texts } = await readSources([sourceArgument(policies)], { stdin });
  const unread = problems.find(({ kind }) => kind !== 'not-a-dump' && kind !== 'older-duplicate');
  if (unread !== undefined) throw unreadable(unread);
  const { objects, proxies } = joinProxies(dumps);
  if (proxies.length > 0 && deletions.length > 0) {
    return { objects: [], deletions, sources: [policies, ...sources], locate: () => undefined };
  }
  // Without any resource left everything that is in force goes.
  if (objects.length === 0 && !flags.prune) throw noPolicies(policies, proxies.length > 0);
  const places = new Set(objects.map(({ place }) => place));
  const locate = createLocator(texts);
  return {
    objects: objects.map((each) => withNamespace(each, flags.namespace)),
    deletions,
    sources,
    locate: (evidence) => (places.has(evidence.place) ? locate(evidence) : undefined),
  };
}

/** All that is deleted: with `--prune` also what is among the sources and not among the resources. */
export function deletionsOf(
  { objects, deletions }: Pick<ReadChange, 'objects' | 'deletions'>,
  inForce: readonly RawResource[],
  { prune }: Pick<PolicyChangeFlags, 'prune'>,
): readonly Deletion[] {
  return prune ? [...deletions, ...pruned(readPolicies(inForce), readPolicies(objects))] : deletions;
}

function unreadable({ source, line, column, saw, todo }: SourceProblem): InputError {
  return new InputError({
    what: saw,
    where: line === undefined ? source : `${source}:${line}:${column ?? 1}`,
    meaning: 'Half of a change is another change, so nothing is predicted.',
    todo,
  });
}

function noPolicies(policies: string, dumps: boolean): UsageError {
  return new UsageError({
    what: dumps ? 'these are dumps, not resources to apply' : 'there is no resource in it that could be applied',
    where: policies,
    todo: 'Name manifests first, then the dumps: whatif policies.yaml dumps/. To only take something away: --delete KIND/NAMESPACE/NAME.',
  });
}

function onlyStdin(): UsageError {
  return new UsageError({
    what: 'the resources are read from stdin, and no dumps are named',
    todo: 'Name the dumps behind it: kustomize build | mtlscope whatif - dumps/.',
  });
}
