import { Transform } from 'node:stream';
import type { Context } from './command.ts';

/** A context whose remarks on stderr say which of two sides they are about. */
export function withLabel(label: string, context: Context): Context {
  const { stderr } = context.streams;
  const labelled = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // Remarks are written whole; lines that are indented belong to the one above.
      const lines = chunk.toString('utf8').replaceAll(/^(?=\S)/gmu, `${label}: `);
      stderr.write(lines);
      done();
    },
  });
  return { ...context, streams: { ...context.streams, stderr: labelled } };
}
