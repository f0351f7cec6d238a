import type { Readable, Writable } from 'node:stream';

/** Where text goes; a terminal says so and how wide it is. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Everything a command may touch of the process it runs in; `process` itself is one. */
export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}
