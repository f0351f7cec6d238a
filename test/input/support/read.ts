import { joinProxies, type Joined } from '../../../src/input/join.ts';
import type { RawDump, SourceProblem } from '../../../src/input/model.ts';
import { readSources, type ReadOptions } from '../../../src/input/read-sources.ts';
import { folderWith } from './temporary-folder.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** What reading a folder with these files gives. */
export async function readFolder(files: Files, options: ReadOptions = {}) {
  return readSources([{ kind: 'path', path: folderWith(files) }], options);
}

/** What reading one file that the user named gives. */
export async function readOne(content: string | Uint8Array, options: ReadOptions = {}, file = 'dump.json') {
  return readSources([{ kind: 'path', path: `${folderWith({ [file]: content })}/${file}` }], options);
}

/** The one dump that a content is. */
export async function dumpIn(content: string | Uint8Array): Promise<RawDump> {
  const { dumps, problems } = await readOne(content);
  const [dump] = dumps;
  if (dump === undefined || dumps.length > 1) throw new Error(`not one dump: ${JSON.stringify(problems)}`);
  return dump;
}

/** The one problem that a content is. */
export async function problemIn(content: string | Uint8Array, options: ReadOptions = {}): Promise<SourceProblem> {
  const { dumps, problems } = await readOne(content, options);
  const [problem] = problems;
  if (problem === undefined || problems.length > 1 || dumps.some(({ incomplete }) => !incomplete)) {
    throw new Error(`not one problem: ${JSON.stringify({ problems, dumps: dumps.map(({ format }) => format) })}`);
  }
  return problem;
}

/** Proxies by name to the sources that make them up. */
export async function proxiesIn(files: Files): Promise<Readonly<Record<string, readonly string[]>>> {
  return sourcesByProxy(joinProxies((await readFolder(files)).dumps));
}

export function sourcesByProxy({ proxies }: Joined): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    proxies.map(({ namespace, name, dumps }) => [`${namespace}/${name}`, dumps.map(({ source }) => source)]),
  );
}
