import { InputError } from '../errors.ts';
import type { SourceId } from '../evidence.ts';
import { expand } from './expand.ts';
import type { Broken, Plain } from './expand.ts';
import type { Gathered } from './gathered.ts';
import { hashing } from './bytes/hashing.ts';
import { numbering } from './labels.ts';
import type { NameHints, RawDump, SourceProblem } from './model.ts';
import { noDumpAmong } from './nothing-in.ts';
import { isPacked } from './open-files.ts';
import type { OpenFile } from './open-files.ts';
import { problemOf } from './problem.ts';
import { readPlain } from './read-plain.ts';
import type { ReadSettings } from './read-settings.ts';
import type { SourceTexts } from './source-texts.ts';
import { hintsIn } from './whose.ts';

/** What one file gave; an archive gives several dumps. */
export interface FileResult {
  readonly dumps: readonly RawDump[];
  readonly problems: readonly SourceProblem[];
}

/** Reads one file: a dump, or an archive of them. */
export async function readFile(file: OpenFile, settings: ReadSettings, texts: SourceTexts): Promise<FileResult> {
  const dumps: RawDump[] = [];
  const problems: SourceProblem[] = [];
  const labelMember = numbering();
  let index = 0;
  const { counter } = settings;
  const hashed = settings.digests ? hashing(file.reopen) : undefined;
  const chunks = hashed?.chunks ?? file.reopen();
  const read = async (plain: Plain | Broken): Promise<void> => {
    const member = labelMember(plain.member);
    const source = member === '' ? file.source : `${file.source}!${member}`;
    const named = file.named && member === '';
    texts.add(source, file, index);
    index += 1;
    try {
      if (plain.kind === 'broken') throw plain.error;
      const unpacked = isPacked(file) ? counter?.unpacked(plain.chunks) : undefined;
      const kept = { ...plain, chunks: texts.keeping(source, unpacked ?? plain.chunks) };
      // Dumps of an archive are not large because there are many of them.
      const { shelved: _shelved, ...inMemory } = settings;
      const how = member === '' ? settings : inMemory;
      const { cut, dumps: gathered } = await readPlain(kept, source, how, () => texts.open(source));
      const name = member === '' ? file.hints : memberHints(file, plain.member);
      for (const [nth, part] of gathered.entries())
        dumps.push(dumpOf(source, part, nthHints(name, nth), cut !== undefined));
      if (cut !== undefined) problems.push(incompleteProblem(problemOf(source, named, cut)));
    } catch (error) {
      // What cannot be kept is no fault of the source.
      if (settings.shelved !== undefined && error instanceof InputError) throw error;
      problems.push(problemOf(source, named, error));
    }
  };
  try {
    // Each is read before the next is asked for: an archive is a stream.
    for await (const plain of expand(counter?.counted(chunks) ?? chunks, settings.limits, file.path)) await read(plain);
  } catch (error) {
    if (settings.shelved !== undefined && error instanceof InputError) throw error;
    problems.push(problemOf(file.source, file.named, error));
  }
  if (file.named && dumps.length === 0 && problems.every(({ named }) => !named)) {
    problems.push(noDumpAmong(file.source, 'an archive', problems));
  }
  counter?.fileIsRead();
  if (hashed === undefined || dumps.length === 0) return { dumps, problems };
  const digest = await hashed.digest();
  return { dumps: dumps.map((dump) => ({ ...dump, digest })), problems };
}

function dumpOf(source: SourceId, gathered: Gathered, name: NameHints, cut: boolean): RawDump {
  const { formats, sections, resources, shelves, beginning } = gathered;
  const explicit = name.explicit ?? beginning?.proxy;
  const hints = explicit === undefined ? name : { ...name, explicit };
  const incomplete = cut || beginning?.incomplete === true;
  return {
    source,
    format: formats.join(', '),
    name: hints,
    sections,
    resources,
    ...(shelves.length > 0 && { shelves }),
    incomplete,
  };
}

/** Several dumps in one stream are several proxies or moments; what tells whose they are is their node alone. */
function nthHints(name: NameHints, nth: number): NameHints {
  return nth === 0 ? name : { ...name, file: `${name.file}#${nth + 1}` };
}

function incompleteProblem(problem: SourceProblem): SourceProblem {
  return { ...problem, kind: 'incomplete', todo: `what is complete before it is used; ${problem.todo}` };
}

/** Files in an archive are named by their folders in it; those at its top by the archive. */
function memberHints({ source, hints }: OpenFile, member: string): NameHints {
  const archive = source.replace(/\.(?:tar|tgz|tar\.gz|zip)$/i, '');
  const path = `${archive}/${member.replaceAll('!', '/')}`;
  return hintsIn(path, `${hints.group}/${path.slice(0, path.lastIndexOf('/'))}`, hints.explicit);
}
