import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { InputError, UsageError } from '../../errors.ts';
import { failureOf } from '../../symptom/failure.ts';
import { LogReading, type Group } from '../../symptom/groups.ts';
import { readSighting } from '../../symptom/read-sightings.ts';
import type { Streams } from '../streams.ts';

/** What `symptom` was given, read. */
export interface ReadSymptom {
  readonly groups: readonly Group[];
  /** Lines of access logs. */
  readonly requests: number;
  /** The file, where one was named. */
  readonly log?: string;
}

/** Text as it is, or `@FILE`, `@-` for stdin. Throws an `InputError` where the file cannot be opened. */
export async function readSymptom(text: string, { stdin }: Streams): Promise<ReadSymptom> {
  if (text === '@-') return readLog(stdin, 'stdin');
  if (text.startsWith('@')) return readLog(createReadStream(text.slice(1)), text.slice(1));
  if (existsSync(text)) throw meansFile(text);
  const sightings = readSighting(text);
  const groups = sightings.map((sighting) => {
    return { sighting, failure: failureOf(sighting), count: 1, lines: [sighting.line] };
  });
  return { groups, requests: sightings.filter(({ form }) => form === 'access-log').length };
}

async function readLog(stream: Readable, log: string): Promise<ReadSymptom> {
  const reading = new LogReading();
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) reading.add(line);
  } catch (error) {
    throw new InputError(
      { what: 'this log cannot be read', where: log, todo: 'Name a file with lines of a log after @.' },
      { cause: error },
    );
  }
  return { groups: reading.groups(), requests: reading.requests, log };
}

function meansFile(path: string): UsageError {
  return new UsageError({
    what: `\`${path}\` is a file, and was taken as a text`,
    meaning: 'What was seen comes first, dumps come behind it.',
    todo: `To read a log write @${path}; to look a text up in dumps: mtlscope symptom TEXT ${path}.`,
  });
}
