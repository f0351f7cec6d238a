import { Option, type Command } from 'commander';
import { runCheck } from '../../check/run-check.ts';
import type { Inspected } from '../../inspect.ts';
import type { LookUp } from '../../inspection/evidence-record.ts';
import { predictionDocument, type PredictionDocument } from '../../prediction/document.ts';
import { outsideChanges } from '../../prediction/outside-callers.ts';
import { predict, type Prediction } from '../../prediction/predict.ts';
import { predictedEdges } from '../../prediction/predicted-edges.ts';
import { predictionText } from '../../report/prediction-text.ts';
import { laidOut } from '../../report/text/measure.ts';
import type { Context } from '../command.ts';
import { documentText } from '../document-text.ts';
import { notice } from '../notice.ts';
import { checkFile } from '../options/check-file.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { deletionsOf, readChange, type PolicyChangeFlags, type ReadChange } from '../options/policy-change.ts';
import { several } from '../options/several.ts';
import { readMesh } from '../options/read-mesh.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { printCheck } from '../print-check.ts';
import { tellTime } from '../time-note.ts';
import { writeResult } from '../write.ts';

interface Flags extends SourceFlags, OutputFlags, PolicyChangeFlags {
  readonly check?: string;
  readonly failOn?: 'broken' | 'weaker';
  readonly strictEvidence: boolean;
}

/** Adds `whatif POLICIES.yaml [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  const failOn = new Option('--fail-on <what>', 'exit 1 where an edge would break, or break or become weaker');
  command
    .argument('<policies>', 'resources that would be applied: a file, a folder, -')
    .argument('[sources...]', 'dumps, and the policies in force: files, folders, archives, NAME=PATH')
    .addOption(several('--delete <resource>', 'what would be deleted: KIND/NAMESPACE/NAME'))
    .option('--prune', 'also delete what the sources have in force and the resources do not hold', false)
    .option('-n, --namespace <name>', 'namespace of resources that name none', 'default')
    .option('--check <edges>', 'ask only about the edges of this check file, and print what check prints')
    .addOption(failOn.choices(['broken', 'weaker']))
    .option('--strict-evidence', 'undecided where certificates were not seen', false);
  addSourceOptions(addOutputOptions(command, ['text', 'json', 'yaml']));
  addExamples(command, context, [
    ['whatif strict.yaml dumps/', 'every edge that would change, the broken ones first, and why'],
    ['whatif strict.yaml dumps/ policies/', 'the same, with the policies that are in force now'],
    ['whatif --delete destinationrule/demo/web dumps/', 'without that rule'],
    ['whatif new/ dumps/ old/ --prune', 'one checkout of the policies in place of another'],
    ['whatif strict.yaml dumps/ --check edges.yaml', 'only these edges, and whether they are as expected'],
    ['whatif strict.yaml dumps/ --fail-on broken -o json', 'for CI'],
  ]);
  command.action((policies: string, sources: readonly string[], flags: Flags) =>
    run(policies, sources, flags, context),
  );
}

async function run(policies: string, words: readonly string[], flags: Flags, context: Context): Promise<void> {
  const expectations = flags.check === undefined ? undefined : await checkFile(flags.check, context.streams);
  const change = await readChange(policies, words, flags, context.streams);
  const inspected = await readMesh(change.sources, flags, context);
  tellTime(inspected, context);
  const prediction = predict(inspected, change.objects, deletionsOf(change, inspected.objects, flags));
  if (expectations === undefined) {
    await printEdges(await predicted(inspected, prediction, change, flags), flags, context);
    return;
  }
  tellWhatIsOpen(prediction, context);
  const options = { strictEvidence: flags.strictEvidence, doubts: prediction.doubts };
  const results = expectations.map((each) => runCheck(prediction.mesh, each, options));
  await printCheck(results, flags, context);
}

function predicted(
  inspected: Inspected,
  prediction: Prediction,
  { locate }: ReadChange,
  flags: Flags,
): Promise<PredictionDocument> {
  const edges = predictedEdges(inspected.mesh, prediction, flags);
  const outside = outsideChanges(inspected.mesh, prediction, flags);
  const lookUp: LookUp = (evidence) => locate(evidence) ?? inspected.locate(evidence);
  return predictionDocument(prediction.whatIf, edges, outside, lookUp);
}

async function printEdges(document: PredictionDocument, flags: Flags, { streams, finish }: Context): Promise<void> {
  const { output, failOn } = flags;
  const { broken = 0, weaker = 0 } = document.summary;
  if (failOn !== undefined && broken + (failOn === 'weaker' ? weaker : 0) > 0) finish(1);
  if (output === 'json' || output === 'yaml') {
    await writeResult(streams, flags, [await documentText(document, output)]);
    return;
  }
  const page = pageOf(streams, flags);
  const text = await laidOut((measure) => predictionText(page(measure), document).join('\n'));
  await writeResult(streams, flags, [`${text}\n`]);
}

/** A check's document has no place for what was not applied and what was assumed. */
function tellWhatIsOpen({ whatIf: { outcomes, assumptions } }: Prediction, { streams }: Context): void {
  for (const outcome of outcomes) {
    if (outcome.kind !== 'not-applied') continue;
    const { kind, namespace, name } = outcome.resource;
    notice(streams, `${kind} ${namespace}/${name} is not applied: ${outcome.reason}`);
  }
  if (assumptions.length > 0) notice(streams, `assumed: ${assumptions.join('; ')}`);
}
