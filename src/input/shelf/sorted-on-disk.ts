import { Buffer } from 'node:buffer';
import { ScratchFile } from '../bytes/scratch-file.ts';

/** So many texts are sorted in memory. */
const runLength = 1 << 15;
/** So many of a run are read at once. */
const pieceLength = 1 << 9;

const parse: (text: string) => readonly string[] = JSON.parse;

/** Pieces of a run: where each lies. */
type Run = readonly { readonly at: number; readonly length: number }[];

/** Texts in order, each once; those that are many are sorted in parts, which wait in a file. */
export function* sortedOnDisk(texts: Iterable<string>): Generator<string> {
  const file = new ScratchFile();
  try {
    const runs: Run[] = [];
    let part: string[] = [];
    for (const text of texts) {
      part.push(text);
      if (part.length < runLength) continue;
      runs.push(written(part, file));
      part = [];
    }
    yield* merged([...runs.map((run) => textsOf(run, file)), part.toSorted().values()]);
  } finally {
    file.close();
  }
}

function written(part: readonly string[], file: ScratchFile): Run {
  const sorted = part.toSorted();
  return Array.from({ length: Math.ceil(sorted.length / pieceLength) }, (_, index) => {
    const bytes = Buffer.from(JSON.stringify(sorted.slice(index * pieceLength, (index + 1) * pieceLength)));
    return { at: file.append(bytes), length: bytes.length };
  });
}

function* textsOf(run: Run, file: ScratchFile): Generator<string, undefined> {
  for (const { at, length } of run) {
    const bytes = Buffer.allocUnsafe(length);
    file.read(bytes, at);
    yield* parse(bytes.toString('utf8'));
  }
  return undefined;
}

function* merged(runs: readonly Iterator<string, undefined>[]): Generator<string> {
  const heads = runs.flatMap((run) => {
    const next = run.next();
    return next.done === true ? [] : [{ run, value: next.value }];
  });
  let last: string | undefined;
  while (heads.length > 0) {
    const least = heads.reduce((one, other) => (other.value < one.value ? other : one));
    if (least.value !== last) yield least.value;
    last = least.value;
    const next = least.run.next();
    if (next.done === true) heads.splice(heads.indexOf(least), 1);
    else least.value = next.value;
  }
}
