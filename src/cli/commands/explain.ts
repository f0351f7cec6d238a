import { Option, type Command } from 'commander';
import { ask, edgesOf, edgesTo } from '../../edge/ask.ts';
import type { Mesh } from '../../edge/mesh.ts';
import type { EdgeQuestion, Speaks } from '../../edge/question.ts';
import type { Inspected } from '../../inspect.ts';
import { explainedEdge, type EdgeRecord } from '../../inspection/edge-record.ts';
import { judgeEdge } from '../../judge-edge.ts';
import { explanations } from '../../report/explanation/explanations.ts';
import { laidOut } from '../../report/text/measure.ts';
import { LiveSession } from '../../input/live/session.ts';
import type { Verdict } from '../../verdict/model.ts';
import { isFinding } from '../../verdict/is-finding.ts';
import { checkCommand, type Asked } from '../check-command.ts';
import type { Context } from '../command.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { liveWords, unreadServers, withoutPort } from '../live-servers.ts';
import { addSourceOptions, kubectlOptions, readMesh, type SourceFlags } from '../options/sources.ts';
import { printInspection } from '../print-inspection.ts';
import { resolveCallees, resolveClients } from '../resolve.ts';
import { splitTarget } from '../words.ts';
import { tellTime } from '../time-note.ts';
import { writeResult } from '../write.ts';

interface Flags extends SourceFlags, OutputFlags {
  readonly speaks?: Speaks;
  readonly authority?: string;
  readonly endpoint?: string;
  readonly namespace?: string;
  readonly strictEvidence: boolean;
}

/** Adds `explain FROM [TO] [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  const speaks = new Option('--speaks <what>', 'what the application sends').choices([
    'http',
    'tls',
    'tcp',
    'server-first',
  ]);
  command
    .argument('<from>', 'the client: pod, workload, NAMESPACE/NAME, address, or outside for one without a proxy')
    .argument('[to-and-sources...]', 'what it calls (service, pod or address, with or without port), then dumps')
    .addOption(speaks)
    .option('--authority <host>', 'HTTP host or TLS server name, where it differs from TO')
    .option('--endpoint <ip:port>', 'only this endpoint of the service')
    .option('-n, --namespace <name>', 'for pod/NAME, deploy/NAME and svc/NAME: the namespace')
    .option('--strict-evidence', 'undecided where certificates were not seen', false);
  addSourceOptions(addOutputOptions(command, ['text', 'json', 'yaml']));
  addExamples(command, context, [
    ['explain sleep web:80 dumps/', 'why this edge is, or is not, mutual TLS'],
    ['explain demo/sleep reviews sleep.json.gz reviews.json.gz', 'every port of reviews, from two dumps'],
    ['explain sleep dumps/', 'every edge in and out of sleep, the broken ones first'],
    ['explain outside 10.0.0.7:8080 web.json', 'a caller that has no proxy, straight to a pod'],
    ['explain pod/sleep.demo web:80', 'from a cluster: fetches sleep, then the pods behind web'],
    ['explain sleep db:5432 --speaks server-first -o json dumps/', 'for a program'],
  ]);
  command.action((from: string, words: readonly string[], flags: Flags) => run(from, words, flags, context));
}

async function run(from: string, words: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { to, sources } = splitTarget(words);
  const live = liveWords([from, to]).map(withoutPort);
  const first = await judged(from, to, [...live, ...sources], flags, context);
  const more = live.length === 0 ? [] : await unreadServers(first.verdicts, kubectlOptions(flags, flags.namespace));
  const { inspected, verdicts } = more.length === 0 ? first : await first.again(more);
  if (verdicts.some(isFinding)) context.finish(1);
  const edges = await Promise.all(verdicts.map((verdict) => explainedEdge(verdict, inspected.locate)));
  tellTime(inspected, context);
  await print(inspected, edges, { name: context.name, from, to, sources, options: typed(flags) }, flags, context);
}

interface Judged {
  readonly inspected: Inspected;
  readonly verdicts: readonly Verdict[];
  /** The same with more sources; proxies that run are not asked twice. */
  readonly again: (more: readonly string[]) => Promise<Judged>;
}

async function judged(
  from: string,
  to: string | undefined,
  sources: readonly string[],
  flags: Flags,
  context: Context,
  session = new LiveSession(),
): Promise<Judged> {
  const inspected = await readMesh(sources, flags, context, { namespace: flags.namespace, session });
  const { mesh } = inspected;
  const asked = to === undefined ? everyQuestion(mesh, named(from)) : questions(mesh, named(from), named(to), flags);
  return {
    inspected,
    verdicts: asked.map((question) => judgeEdge(mesh, question, flags)),
    again: (more) => judged(from, to, [...sources, ...more], flags, context, session),
  };
}

/** The context of a pod says where to fetch it, not what it is called. */
function named(word: string): string {
  return word.replace(/^([a-z]+\/[^@]+)@[^:]+/u, '$1');
}

async function print(
  inspected: Inspected,
  edges: readonly EdgeRecord[],
  asked: Asked,
  flags: Flags,
  context: Context,
): Promise<void> {
  if (flags.output !== 'text') {
    await printInspection(inspected, edges, flags, context);
    return;
  }
  const page = pageOf(context.streams, flags);
  const options = { check: (edge: EdgeRecord) => checkCommand(asked, edge), brief: asked.to === undefined };
  const text = await laidOut((measure) => explanations(page(measure), edges, options).join('\n'));
  await writeResult(context.streams, flags, [`${text}\n`]);
}

/** One question for each client and each thing that the words mean. */
function questions(mesh: Mesh, from: string, to: string, flags: Flags): EdgeQuestion[] {
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

/** The options that shape the question, as they were typed. */
function typed({ speaks, authority, endpoint, strictEvidence }: Flags): string[] {
  const values = { '--speaks': speaks, '--authority': authority, '--endpoint': endpoint };
  const given = Object.entries(values).flatMap(([option, value]) => (value === undefined ? [] : [option, value]));
  return strictEvidence ? [...given, '--strict-evidence'] : given;
}
