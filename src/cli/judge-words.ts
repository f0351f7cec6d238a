import { Option, type Command } from 'commander';
import { ask, edgesOf, edgesTo } from '../edge/ask.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { EdgeQuestion, Speaks } from '../edge/question.ts';
import { LiveSession } from '../input/live/session.ts';
import type { Inspected } from '../inspect.ts';
import { judgeEdge } from '../judge-edge.ts';
import type { Verdict } from '../verdict/model.ts';
import type { Context } from './command.ts';
import { liveWords, serverPlace, unreadServers, withoutPort } from './live-servers.ts';
import { notice } from './notice.ts';
import { readLargeMesh } from './options/read-mesh.ts';
import { addSourceOptions, kubectlOptions, type SourceFlags } from './options/sources.ts';
import { resolveCallees, resolveClients } from './resolve.ts';

/** Options of the commands that ask about one edge. */
export interface QuestionFlags extends SourceFlags {
  readonly speaks?: Speaks;
  readonly authority?: string;
  readonly endpoint?: string;
  readonly namespace?: string;
  readonly strictEvidence: boolean;
}

/** Who calls whom, and what to read, as typed; without `to` every edge in and out of `from`. */
export interface Words {
  readonly from: string;
  readonly to: string | undefined;
  readonly sources: readonly string[];
}

/** What was read, and the verdicts on the edges that the words mean. */
export interface JudgedWords {
  readonly inspected: Inspected;
  readonly verdicts: readonly Verdict[];
}

/** Adds the options that shape the question, and those of the sources. */
export function addQuestionOptions(command: Command): Command {
  const speaks = ['http', 'tls', 'tcp', 'server-first'];
  return addSourceOptions(command)
    .addOption(new Option('--speaks <what>', 'what the application sends').choices(speaks))
    .option('--authority <host>', 'HTTP host or TLS server name, where it differs from TO')
    .option('--endpoint <ip:port>', 'only this endpoint of the service')
    .option('-n, --namespace <name>', 'for pod/NAME, deploy/NAME and svc/NAME: the namespace')
    .option('--strict-evidence', 'undecided where certificates were not seen', false);
}

/**
 * Reads the sources and judges the edges. An end that is a pod of a cluster is a source as well; the servers that it
 * reaches there are found and read too, and nothing that runs is asked twice in a
 * session.
 */
export async function judgeWords(
  words: Words,
  flags: QuestionFlags,
  context: Context,
  session: LiveSession = new LiveSession(),
): Promise<JudgedWords> {
  const live = liveWords([words.from, words.to]).map(withoutPort);
  const sources = [...live, ...words.sources];
  const first = await judged({ ...words, sources }, flags, context, session);
  if (live.length === 0) return first;
  const place = serverPlace(live, kubectlOptions(flags, flags.namespace));
  const more = await unreadServers(first.verdicts, place);
  for (const problem of more.problems) notice(context.streams, `the servers were not looked for: ${problem}`);
  if (more.words.length === 0) return first;
  return judged({ ...words, sources: [...sources, ...more.words] }, flags, context, session);
}

async function judged(
  { from, to, sources }: Words,
  flags: QuestionFlags,
  context: Context,
  session: LiveSession,
): Promise<JudgedWords> {
  const inspected = await readLargeMesh(sources, flags, context, { namespace: flags.namespace, session });
  const { mesh } = inspected;
  const asked = to === undefined ? everyQuestion(mesh, named(from)) : questions(mesh, named(from), named(to), flags);
  return { inspected, verdicts: asked.map((question) => judgeEdge(mesh, question, flags)) };
}

/** The context of a pod says where to fetch it, not what it is called. */
function named(word: string): string {
  return word.replace(/^([a-z]+\/[^@]+)@[^:]+/u, '$1');
}

/** One question for each client and each thing that the words mean. */
function questions(mesh: Mesh, from: string, to: string, flags: QuestionFlags): EdgeQuestion[] {
  return resolveClients(mesh, from).flatMap((client) =>
    resolveCallees(mesh, client, to).map((callee) =>
      ask(mesh, client, { endpoint: flags.endpoint, ...callee, speaks: flags.speaks, authority: flags.authority }),
    ),
  );
}

/** Every edge in and out of the clients. */
function everyQuestion(mesh: Mesh, from: string): EdgeQuestion[] {
  return resolveClients(mesh, from).flatMap((proxy) =>
    proxy === undefined ? [] : [...edgesOf(mesh, proxy), ...edgesTo(mesh, proxy)],
  );
}
