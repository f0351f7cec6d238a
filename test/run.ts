import { PassThrough, Readable } from 'node:stream';
import { main, type Invocation } from '../src/cli/main.ts';

/** What a command line is run with; by default an empty stdin, no terminal and no environment. */
export interface RunOptions extends Invocation {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a command line did. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `mtlscope ARGV` in this process, with streams of its own. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { stdin = '', env = {}, isTTY = false, columns = 80, ...invocation } = options;
  const [stdout, stderr] = [capture(isTTY, columns), capture(isTTY, columns)];
  const input = Object.assign(Readable.from([Buffer.from(stdin)]), { isTTY });
  const streams = { stdin: input, stdout: stdout.stream, stderr: stderr.stream, env };
  const code = await main(argv, streams, invocation);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function capture(isTTY: boolean, columns: number) {
  const chunks: Buffer[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY, columns });
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
