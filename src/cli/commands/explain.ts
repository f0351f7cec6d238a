import type { Command } from 'commander';
import type { Inspected } from '../../inspect.ts';
import { explainedEdge, type EdgeRecord } from '../../inspection/edge-record.ts';
import { explanations } from '../../report/explanation/explanations.ts';
import { laidOut } from '../../report/text/measure.ts';
import { isFinding } from '../../verdict/is-finding.ts';
import { checkCommand, type Asked } from '../check-command.ts';
import type { Context } from '../command.ts';
import { addQuestionOptions, judgeWords, type QuestionFlags } from '../judge-words.ts';
import { toldSession } from '../live-notes.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { printInspection } from '../print-inspection.ts';
import { splitTarget } from '../words.ts';
import { tellTime } from '../time-note.ts';
import { writeResult } from '../write.ts';

type Flags = QuestionFlags & OutputFlags;

/** Adds `explain FROM [TO] [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command
    .argument('<from>', 'the client: pod, workload, NAMESPACE/NAME, address, or outside for one without a proxy')
    .argument('[to-and-sources...]', 'what it calls (service, pod or address, with or without port), then dumps');
  addQuestionOptions(addOutputOptions(command, ['text', 'json', 'yaml']));
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
  const { inspected, verdicts } = await judgeWords({ from, to, sources }, flags, context, toldSession(context.streams));
  if (verdicts.some(isFinding)) context.finish(1);
  const edges = await Promise.all(verdicts.map((verdict) => explainedEdge(verdict, inspected.locate)));
  tellTime(inspected, context);
  await print(inspected, edges, { name: context.name, from, to, sources, options: typed(flags) }, flags, context);
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

/** The options that shape the question, as they were typed. */
function typed({ speaks, authority, endpoint, strictEvidence, namespace, context, kubeconfig }: Flags): string[] {
  const question = { '--speaks': speaks, '--authority': authority, '--endpoint': endpoint };
  const values = { ...question, '--namespace': namespace, '--context': context, '--kubeconfig': kubeconfig };
  const given = Object.entries(values).flatMap(([option, value]) => (value === undefined ? [] : [option, value]));
  return strictEvidence ? [...given, '--strict-evidence'] : given;
}
