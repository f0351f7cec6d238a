import { inspect, type Inspected } from '../../inspect.ts';
import type { Context } from '../command.ts';
import { largeFilesFor } from './large-files.ts';
import { readNamed, type HowToRead, type SourceFlags } from './sources.ts';

/**
 * The same for commands that ask one proxy after the other, and each for one thing at a time: what large dumps say
 * is kept in temporary files.
 */
export function readLargeMesh(
  words: readonly string[],
  flags: SourceFlags,
  context: Context,
  reading: HowToRead = {},
): Promise<Inspected> {
  const shelving = largeFilesFor(context.streams);
  return readNamed(words, flags, context, (args, options) => inspect(args, { ...options, shelving }), reading);
}

/**
 * Reads the sources that a command line names, or stdin when it is piped, into a mesh; tells on stderr what could not
 * be used. Throws a `UsageError` when there is nothing to read or no proxy is in it.
 */
export function readMesh(
  words: readonly string[],
  flags: SourceFlags,
  context: Context,
  reading: HowToRead = {},
): Promise<Inspected> {
  return readNamed(words, flags, context, inspect, reading);
}
