/** One word of the command line, read and redacted. */
import { assembleProxy } from '../../envoy/assemble-proxy.ts';
import { resourcePlan } from '../../envoy/projection.ts';
import type { SourceArgument } from '../../input/argument.ts';
import { joinProxies } from '../../input/join.ts';
import type { LiveSession } from '../../input/live/session.ts';
import type { RawDump, SourceProblem } from '../../input/model.ts';
import { readSources } from '../../input/read-sources.ts';
import type { Pseudonyms } from '../../redact/pseudonyms/pseudonyms.ts';
import { redactDumps } from '../../redact/redact.ts';
import { withoutSecrets } from '../../secrets/find-secrets.ts';
import { refuse } from '../refuse-leaks.ts';
import type { Streams } from '../streams.ts';
import type { CapturedWord, NewFile } from './work-folder.ts';

/** How everything is captured. */
export interface Way {
  readonly streams: Streams;
  readonly session: LiveSession;
  readonly pseudonyms: Pseudonyms | undefined;
  /** Paths in the bundle that are taken. */
  readonly paths: Set<string>;
}

export interface Capture {
  readonly captured: Omit<CapturedWord, 'files'>;
  readonly files: readonly NewFile[];
  readonly problems: readonly SourceProblem[];
}

/** Reads a source and redacts it. Throws an `InputError` where a secret would be written. */
export async function captureWord(word: string, argument: SourceArgument, way: Way): Promise<Capture> {
  const { streams, session } = way;
  const { dumps, problems } = await readSources([argument], { stdin: streams.stdin, session, resource: resourcePlan });
  const missing = problems.filter(({ named }) => named).map(({ source, saw }) => `${source}: ${saw}`);
  return { ...redacted(word, dumps, missing, way), problems };
}

/** Dumps that were read, as they are kept. */
export function redacted(
  word: string,
  dumps: readonly RawDump[],
  missing: readonly string[],
  { pseudonyms, paths }: Way,
): Omit<Capture, 'problems'> {
  // A bundle has a manifest of its own.
  const kept = dumps.filter(({ resources }) => !resources.some(({ kind }) => kind === 'capture'));
  const files = redactDumps(kept, { paths, ...(pseudonyms !== undefined && { pseudonyms }) });
  for (const { leaks, path } of files) refuse(leaks, path);
  const named = (text: string): string => withoutSecrets(pseudonyms?.text(text) ?? text);
  const proxies = joinProxies(kept).proxies.map((raw) => {
    const { node } = assembleProxy(raw);
    const { name, namespace } = raw;
    return { name: named(name), namespace: named(namespace), envoy: node.envoyVersion, istio: node.istioVersion };
  });
  // What kubectl said holds names in sentences.
  const lacking =
    pseudonyms === undefined
      ? missing.map((each) => withoutSecrets(each))
      : missing.map(() => 'a source could not be read');
  return { captured: { word, proxies, missing: lacking }, files };
}
