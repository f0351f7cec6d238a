import type { Command } from 'commander';
import { UsageError } from '../../errors.ts';
import { sourceArgument } from '../../input/argument.ts';
import { policyList } from '../../inspection/policy-list.ts';
import { inspect } from '../../inspect.ts';
import { dnsDomainOf } from '../../istio/dns-domain.ts';
import { readPolicies, type Policies } from '../../policy/policies.ts';
import { policyTable } from '../../report/policy-table.ts';
import { laidOut } from '../../report/text/measure.ts';
import type { Context } from '../command.ts';
import { documentText } from '../document-text.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { tellProblems } from '../problems.ts';
import { writeResult } from '../write.ts';

/** Adds `policies [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command.argument('[sources...]', 'manifests, and dumps of those they select: files, folders, archives, -, NAME=PATH');
  addOutputOptions(command, ['table', 'json', 'yaml']);
  addExamples(command, context, [
    ['policies manifests/ dumps/', 'what is in force, and whom it selects'],
    ['policies -o json policies.yaml', 'for a program'],
  ]);
  command.action((sources: readonly string[], flags: OutputFlags) => run(sources, flags, context));
}

/** Manifests alone are enough here, unlike for questions about edges. */
async function run(words: readonly string[], flags: OutputFlags, { streams, now, finish }: Context): Promise<void> {
  const sources = words.length > 0 ? words : ['-'];
  const inspected = await inspect(
    sources.map((word) => sourceArgument(word)),
    { now: now(), stdin: streams.stdin },
  );
  if (tellProblems(inspected.problems, inspected.dumps.length, streams)) finish(2);
  const policies = readPolicies(inspected.objects, dnsDomainOf(inspected.proxies));
  const { proxies } = inspected.mesh;
  if (isEmpty(policies) && proxies.length === 0) {
    throw new UsageError({
      what: 'nothing that was read is a policy, and nothing says anything of a proxy',
      where: sources.join(' '),
      todo: 'Name manifests: what kubectl get peerauthentication,destinationrule -A -o yaml prints, or a folder of YAML.',
    });
  }
  const list = await policyList(policies, proxies, inspected.locate);
  const { output } = flags;
  if (output === 'json' || output === 'yaml') await writeResult(streams, flags, [await documentText(list, output)]);
  else {
    const page = pageOf(streams, flags);
    const text = await laidOut((measure) => policyTable(page(measure), list, now()).join('\n'));
    await writeResult(streams, flags, [`${text}\n`]);
  }
}

function isEmpty(policies: Policies): boolean {
  return Object.values(policies).every((list: readonly unknown[]) => list.length === 0);
}
