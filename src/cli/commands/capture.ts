import { userInfo } from 'node:os';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { InputError, UsageError } from '../../errors.ts';
import { fewAtOnce } from '../../input/few-at-once.ts';
import { sourceArgument } from '../../input/argument.ts';
import { podsWithProxy } from '../../input/live/list-pods.ts';
import { meshObjects } from '../../input/live/mesh-objects.ts';
import { problemOf } from '../../input/problem.ts';
import { version } from '../../version.ts';
import { writeBundle } from '../capture/bundle.ts';
import { captureWord, redacted, type Capture, type Way } from '../capture/capture-word.ts';
import { manifestText } from '../capture/manifest.ts';
import { WorkFolder } from '../capture/work-folder.ts';
import type { Context } from '../command.ts';
import { toldSession } from '../live-notes.ts';
import { notice } from '../notice.ts';
import { addExamples } from '../options/examples.ts';
import { kubectlOptions } from '../options/sources.ts';
import { explained, tellProblems } from '../problems.ts';
import { openPseudonyms, writePseudonymMap } from '../pseudonym-map.ts';

interface Flags {
  readonly out: string;
  readonly namespace?: string;
  readonly allNamespaces: boolean;
  readonly limit: number;
  readonly policies: boolean;
  readonly pseudonyms: boolean;
  readonly map?: string;
  readonly by?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** Adds `capture [SOURCES…] --out BUNDLE`. */
export function define(command: Command, context: Context): void {
  command
    .argument('[sources...]', 'pod/NAME, deploy/NAME, svc/NAME, http://HOST:PORT, unix:/SOCKET; also files and folders')
    .requiredOption('--out <file>', 'the bundle: a tar.gz that every command reads')
    .option('-n, --namespace <name>', 'every proxy of this namespace; with sources, their namespace')
    .option('-A, --all-namespaces', 'every proxy of the cluster', false)
    .addOption(new Option('--limit <count>', 'proxies at most, with -n or -A').default(100).argParser(countOf))
    .option('--no-policies', 'without the policies and services of the cluster')
    .option('--pseudonyms', 'replace names, addresses and certificates; needs --map', false)
    .option('--map <file>', 'keep here what pseudonyms stand for; never send it along')
    .option('--by <name>', 'who captures, for the manifest; else the name you are logged in as')
    .option('--context <name>', 'the context of kubectl')
    .option('--kubeconfig <file>', 'the configuration of kubectl');
  addExamples(command, context, [
    ['capture pod/sleep.demo svc/web.demo --out incident.tar.gz', 'both ends of an edge, and the policies'],
    ['capture -n demo --out demo.tar.gz', 'every proxy of a namespace; after an interruption the same command goes on'],
    ['explain sleep web:80 incident.tar.gz', 'a bundle is a source like any other'],
    [
      'capture -A --limit 500 --pseudonyms --map names.json --out mesh.tar.gz',
      'a mesh to be sent away; names.json stays',
    ],
  ]);
  command.action((sources: readonly string[], flags: Flags) => run(sources, flags, context));
}

async function run(sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  checkFlags(sources, flags);
  const { words, leftOut, namespaces } = await wordsOf(sources, flags);
  const folder = await WorkFolder.open(flags.out, settingsOf(flags));
  tellGoingOn(folder, words, context);
  const pseudonyms = flags.pseudonyms ? await openPseudonyms(flags.map) : undefined;
  const { streams } = context;
  const way: Way = { streams, session: toldSession(streams), pseudonyms, paths: pathsOf(folder) };
  const task = { words, flags, folder, way, context };
  await captureSources(task);
  if (flags.policies && words.some((word) => isPod(word, flags))) await capturePolicies(task, namespaces);
  const proxies = folder.words.flatMap((each) => each.proxies).length;
  if (proxies === 0) {
    await folder.remove();
    throw new InputError({
      what: 'no proxy could be read, and no bundle was written',
      where: words.join(' '),
      todo: 'See what is said of each above.',
    });
  }
  const files = await pack(task, leftOut);
  notice(streams, `${flags.out}: ${proxies} ${proxies === 1 ? 'proxy' : 'proxies'} in ${files} files`);
  if (leftOut > 0) {
    notice(streams, `${leftOut} more proxies are there; --limit ${words.length + leftOut} takes them as well`);
  }
}

function checkFlags(sources: readonly string[], { allNamespaces, namespace, pseudonyms, map }: Flags): void {
  if (sources.length === 0 && namespace === undefined && !allNamespaces) {
    throw new UsageError({
      what: 'there is nothing to capture',
      todo: 'Name pods or other sources, a namespace with -n, or every namespace with -A.',
    });
  }
  if (pseudonyms && map === undefined) {
    throw new UsageError({
      what: '--pseudonyms needs a file for what they stand for',
      meaning: 'A capture that goes on after an interruption must call everything as it did before.',
      todo: 'Add: --map FILE',
    });
  }
}

/** What a capture that goes on must have in common with what was begun. */
function settingsOf({ pseudonyms, map }: Flags): string {
  return JSON.stringify({ version, pseudonyms, map: map ?? '' });
}

function tellGoingOn(folder: WorkFolder, words: readonly string[], { streams }: Context): void {
  const before = words.filter((word) => folder.has(word)).length;
  if (before > 0) notice(streams, `goes on: ${before} of ${words.length} were captured before`);
}

function pathsOf(folder: WorkFolder): Set<string> {
  const whole = folder.words.filter(({ word }) => folder.has(word));
  return new Set(whole.flatMap(({ files }) => files.map(({ path }) => path)));
}

function isPod(word: string, flags: Flags): boolean {
  return sourceArgument(word, kubectlOptions(flags, flags.namespace)).kind === 'kubernetes';
}

function isLive(word: string, flags: Flags): boolean {
  const { kind } = sourceArgument(word, kubectlOptions(flags, flags.namespace));
  return kind === 'kubernetes' || kind === 'admin';
}

interface Task {
  readonly words: readonly string[];
  readonly flags: Flags;
  readonly folder: WorkFolder;
  readonly way: Way;
  readonly context: Context;
}

/** What is to be captured, of which namespaces, and how many pods are beyond the limit. */
async function wordsOf(
  sources: readonly string[],
  flags: Flags,
): Promise<{ readonly words: readonly string[]; readonly leftOut: number; readonly namespaces: readonly string[] }> {
  const own = flags.namespace === undefined ? [] : [flags.namespace];
  if (sources.length > 0 && !flags.allNamespaces) {
    const named = sources.flatMap((word) => /^[a-z]+\/[^.]+\.([a-z0-9-]+)/u.exec(word)?.[1] ?? []);
    return { words: [...new Set(sources)], leftOut: 0, namespaces: [...new Set([...own, ...named, 'istio-system'])] };
  }
  const pods = await podsFor(flags);
  const some = pods.slice(0, flags.limit);
  const listed = some.map(({ name, namespace }) => `pod/${name}.${namespace}`);
  const namespaces = new Set([...some.map(({ namespace }) => namespace), 'istio-system']);
  return {
    words: [...new Set([...sources, ...listed])],
    leftOut: pods.length - some.length,
    namespaces: [...namespaces],
  };
}

async function podsFor(flags: Flags): Promise<Awaited<ReturnType<typeof podsWithProxy>>> {
  try {
    return await podsWithProxy(kubectlOptions(flags, flags.namespace), flags.allNamespaces);
  } catch (error) {
    throw new InputError(explained(problemOf('kubectl get pods', true, error)), { cause: error });
  }
}

/** A few at a time: files are quick, and proxies that run take their time to answer. */
async function captureSources(task: Task): Promise<void> {
  const { words, flags, folder, way, context } = task;
  const waiting = words.filter((word) => !folder.has(word));
  await fewAtOnce(waiting, async (word) => {
    const argument = sourceArgument(word, kubectlOptions(flags, flags.namespace));
    const capture = await captureWord(word, argument, way);
    if (tellProblems(capture.problems, 0, context.streams)) context.finish(2);
    await keep(task, capture);
  });
}

/** What is captured beside the words of the command line; no source is called like this. */
const policiesWord = 'policies and services of the cluster';

async function capturePolicies(task: Task, namespaces: readonly string[]): Promise<void> {
  const { flags, folder, way, context } = task;
  if (folder.has(policiesWord)) return;
  const { dump, missing } = await meshObjects(kubectlOptions(flags, flags.namespace), namespaces);
  for (const each of missing) notice(context.streams, `left out: ${each}`);
  await keep(task, redacted(policiesWord, [dump], missing, way));
}

/** The map first: pseudonyms that nobody can turn back are worse than none. */
async function keep(
  { flags, folder, way }: Task,
  { captured, files }: Pick<Capture, 'captured' | 'files'>,
): Promise<void> {
  if (way.pseudonyms !== undefined && flags.map !== undefined) await writePseudonymMap(flags.map, way.pseudonyms.map);
  await folder.keep(captured, files);
}

/** Writes the bundle; answers how many files are in it, besides the manifest. */
async function pack({ words, flags, folder, context }: Task, leftOut: number): Promise<number> {
  const captured = folder.words.toSorted((one, other) => (one.word < other.word ? -1 : 1));
  const files = captured.flatMap((each) => each.files);
  const { pseudonyms } = flags;
  const live = words.some((word) => isLive(word, flags));
  const by = flags.by ?? (pseudonyms ? undefined : userInfo().username);
  const manifest = manifestText({ capturedAt: context.now(), by, version, pseudonyms, live, leftOut, words: captured });
  await writeBundle(flags.out, [
    { path: 'manifest.json', read: () => Promise.resolve(Buffer.from(manifest)) },
    ...files.map(({ path }) => ({ path, read: () => folder.read(path) })),
  ]);
  await folder.remove();
  return files.length;
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError('Name a number of proxies, from 1.');
  return count;
}
