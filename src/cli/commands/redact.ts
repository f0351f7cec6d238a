import { Option, type Command } from 'commander';
import { UsageError } from '../../errors.ts';
import { sourceArgument } from '../../input/argument.ts';
import { resourcePlan } from '../../envoy/projection.ts';
import { readSources, type ReadSources } from '../../input/read-sources.ts';
import { redactDumps, type RedactedFile } from '../../redact/redact.ts';
import type { Context } from '../command.ts';
import { addExamples } from '../options/examples.ts';
import { notice } from '../notice.ts';
import { tellProblems } from '../problems.ts';
import { openPseudonyms, readPseudonymMap, writePseudonymMap } from '../pseudonym-map.ts';
import { readText } from '../read-text.ts';
import { refuse } from '../refuse-leaks.ts';
import { writeAll } from '../write.ts';
import { writeFiles } from '../write-files.ts';

interface Flags {
  readonly out?: string;
  readonly pseudonyms: boolean;
  readonly map?: string;
  readonly unmap: boolean;
}

/** Adds `redact DUMP…`. */
export function define(command: Command, context: Context): void {
  command
    .argument('<dumps...>', 'dumps: files, folders, archives, -; with --unmap one text that holds pseudonyms')
    .option('--out <path>', 'write here: a file for one dump, else a folder')
    .option('--pseudonyms', 'replace names, addresses and certificates, the same everywhere', false)
    .option('--map <file>', 'keep here what pseudonyms stand for, and go on from it; never send it along')
    .addOption(
      new Option('--unmap', 'turn pseudonyms back, with the help of --map').default(false).conflicts('pseudonyms'),
    );
  addExamples(command, context, [
    ['redact web.json > web.shared.json', 'one dump without keys, tokens and code, which is read like the original'],
    ['redact dumps/ --out shared/ --pseudonyms --map names.json', 'a mesh under other names; names.json stays at home'],
    [
      'explain anon3 anon7:80 shared/ | mtlscope redact --unmap --map names.json -',
      'an answer, in the real names again',
    ],
  ]);
  command.action((dumps: readonly string[], flags: Flags) =>
    flags.unmap ? unmap(dumps, flags, context) : redact(dumps, flags, context),
  );
}

async function redact(words: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { streams, finish } = context;
  const read = await readSources(
    words.map((word) => sourceArgument(word)),
    { stdin: streams.stdin, resource: resourcePlan },
  );
  if (tellProblems(read.problems, read.dumps.length, streams)) finish(2);
  if (read.dumps.length === 0) throw nothingRead(words);
  const pseudonyms = flags.pseudonyms ? await openPseudonyms(flags.map) : undefined;
  const files = redactDumps(read.dumps, pseudonyms === undefined ? {} : { pseudonyms });
  for (const file of files) refuse(file.leaks, file.path);
  checkTarget(files, flags);
  // The map first: pseudonyms that nobody can turn back are worse than none.
  if (pseudonyms !== undefined && flags.map !== undefined) await writePseudonymMap(flags.map, pseudonyms.map);
  await hand(files, flags, context);
  tell(read, files, flags, context);
}

function nothingRead(words: readonly string[]): UsageError {
  return new UsageError({
    what: 'there is no dump to redact',
    where: words.join(' '),
    todo: 'Name config dumps: files, folders or archives of them.',
  });
}

function checkTarget(files: readonly RedactedFile[], { out }: Flags): void {
  if (files.length > 1 && out === undefined) {
    throw new UsageError({
      what: `${files.length} dumps make ${files.length} files`,
      todo: 'Name a folder for them: --out FOLDER.',
    });
  }
}

async function hand(files: readonly RedactedFile[], { out }: Flags, { streams }: Context): Promise<void> {
  if (out !== undefined) await writeFiles(out, files);
  else
    await writeAll(
      streams.stdout,
      files.map(({ text }) => text),
    );
}

function tell({ problems }: ReadSources, files: readonly RedactedFile[], flags: Flags, { streams }: Context): void {
  const cut = files.filter(({ incomplete }) => incomplete).map(({ source }) => source);
  if (cut.length > 0 && problems.length > 0)
    notice(streams, `cut short, and redacted as far as it goes: ${cut.join(', ')}`);
  if (flags.pseudonyms && flags.map === undefined) {
    notice(streams, 'nobody can turn these pseudonyms back: --map FILE would have kept what they stand for');
  }
}

async function unmap(words: readonly string[], flags: Flags, { streams }: Context): Promise<void> {
  const [file, ...others] = words;
  if (flags.map === undefined || file === undefined || others.length > 0) {
    throw new UsageError({
      what: '--unmap needs the map that was kept and one text',
      todo: 'Write: mtlscope redact --unmap --map MAP TEXT',
    });
  }
  const map = await readPseudonymMap(flags.map);
  if (map === undefined) {
    throw new UsageError({ what: 'there is no such map', where: flags.map, todo: 'Name the file that --map wrote.' });
  }
  const { turnedBack } = await import('../../redact/pseudonyms/turn-back.ts');
  const text = turnedBack(await readText(file, streams.stdin), map);
  if (flags.out === undefined) await writeAll(streams.stdout, [text]);
  else await writeFiles(flags.out, [{ path: 'text', text }]);
}
