/** What was given, cut into sightings. */
import { jsonLine } from './json-line.ts';
import type { Sighting } from './sighting.ts';
import { textLine } from './text-line.ts';
import { wordsSighting } from './words.ts';

/** One text: an access-log line, or anything else people see. Lines that belong to no log are taken together. */
export function readSighting(text: string): readonly Sighting[] {
  const lines = text.split(/\r?\n/u);
  const logs = lines.flatMap((each, at) => logLine(at + 1, each) ?? []);
  return logs.length > 0 ? logs : [wordsSighting(1, text)];
}

/** One line of a proxy's log; undefined when it is none. */
export function logLine(line: number, text: string): Sighting | undefined {
  return textLine(line, text) ?? jsonLine(line, text, (inner) => logLine(line, inner));
}
