import type { Command } from 'commander';
import { present } from '../../envoy/present.ts';
import { InputError, UsageError } from '../../errors.ts';
import { sourceArgument, type SourceArgument } from '../../input/argument.ts';
import type { KubectlOptions } from '../../input/live/kubernetes-target.ts';
import type { LiveSession } from '../../input/live/session.ts';
import { noProxy } from '../../input/no-proxy.ts';
import type { InspectOptions, ReadProxies } from '../../read-proxies.ts';
import { readTime } from './time.ts';
import { explained, tellProblems } from '../problems.ts';
import type { Context } from '../command.ts';
import { frugalAfterMuch } from '../frugal-heap.ts';
import { ReadingLine } from '../reading-line.ts';
import type { Streams } from '../streams.ts';

/** The options that bear on how sources are read and judged. */
export interface SourceFlags {
  readonly at?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** How a command reads. */
export interface HowToRead {
  /** Of proxies that run. */
  readonly namespace?: string | undefined;
  /** What was fetched before from proxies that run. */
  readonly session?: LiveSession;
  /** See `ReadOptions.digests`. */
  readonly digests?: boolean;
}

/** Adds `--at`, and kubectl's options for pods that are sources. */
export function addSourceOptions(command: Command): Command {
  return command
    .option('--at <time>', 'judge certificates at this time (RFC 3339), not at that of the dumps')
    .option('--context <name>', 'for pod/NAME, deploy/NAME and svc/NAME: the context of kubectl')
    .option('--kubeconfig <file>', 'for these: the configuration of kubectl');
}

/** What every way of reading tells, besides what it is for. */
export interface WhatIsRead extends Pick<ReadProxies, 'dumps' | 'objects' | 'problems'> {
  readonly proxies: readonly unknown[];
}

/**
 * Reads, in the way that is given, the sources that a command line names, or stdin when it is piped; tells on stderr
 * what could not be used. Throws a `UsageError` when there is nothing to read or no proxy is in it.
 */
export async function readNamed<Read extends WhatIsRead>(
  words: readonly string[],
  flags: SourceFlags,
  context: Context,
  read: (args: readonly SourceArgument[], options: InspectOptions) => Promise<Read>,
  { namespace, session, digests }: HowToRead = {},
): Promise<Read> {
  const { streams, now, finish } = context;
  const sources = words.length > 0 ? words : stdinIfPiped(streams);
  const at = flags.at === undefined ? {} : { at: readTime(flags.at) };
  const line = new ReadingLine(streams);
  const result = await read(
    sources.map((word) => sourceArgument(word, kubectlOptions(flags, namespace))),
    {
      now: now(),
      stdin: streams.stdin,
      progress: frugalAfterMuch(line.tell),
      ...at,
      ...present({ session, digests }),
    },
  ).finally(() => line.end());
  const { problems, dumps, proxies, objects } = result;
  // Where nothing is left to work with, one of the problems is the answer, and the others are told before it.
  const last = proxies.length === 0 ? problems.findLast(({ named }) => named) : undefined;
  const told = problems.filter((problem) => problem !== last);
  if (tellProblems(told, dumps.length, streams)) finish(2);
  if (last !== undefined) throw new InputError(explained(last));
  if (proxies.length === 0) {
    const manifests = noProxy(proxies, objects);
    throw new UsageError({
      what: manifests?.saw ?? 'nothing that was read says anything of a proxy',
      where: sources.join(' '),
      todo:
        manifests?.todo ??
        "Name config dumps: the admin endpoint's /config_dump?include_eds, or what istioctl proxy-config … -o json prints.",
    });
  }
  return result;
}

/** What kubectl is to be told. */
export function kubectlOptions({ context, kubeconfig }: SourceFlags, namespace?: string): KubectlOptions {
  return present({ context, kubeconfig, namespace });
}

function stdinIfPiped({ stdin }: Streams): readonly string[] {
  if (stdin.isTTY !== true) return ['-'];
  throw new UsageError({
    what: 'there is nothing to read',
    meaning: 'No source is named, and nothing is piped in.',
    todo: 'Name files or folders with config dumps, for example: kubectl exec POD -c istio-proxy -- pilot-agent request GET config_dump?include_eds > POD.json',
  });
}
