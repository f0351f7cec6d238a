import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const names = ['main', 'reading-worker'];
const input = Object.fromEntries(names.map((name) => [name, join(root, `src/cli/${name}.ts`)]));

/** The command line as it is packed: what threads run cannot be TypeScript. */
export interface Bundled {
  readonly bin: string;
  readonly readingWorker: URL;
  /** Puts a module of one's own beside it; the threads' own is `./reading-worker.cjs`. */
  readonly add: (name: string, code: string) => URL;
  readonly remove: () => void;
}

export async function bundled(): Promise<Bundled> {
  const folder = mkdtempSync(join(tmpdir(), 'mtlscope-bundled-'));
  const dist = join(folder, 'dist/cli');
  const bundle = await rolldown({ input, platform: 'node', moduleTypes: { '.wasm': 'binary' } });
  await bundle.write({ format: 'cjs', dir: dist, entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name].cjs' });
  await bundle.close();
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const add = (name: string, code: string): URL => {
    writeFileSync(join(dist, name), code);
    return pathToFileURL(join(dist, name));
  };
  return {
    bin: join(folder, 'bin/mtlscope.js'),
    readingWorker: pathToFileURL(join(dist, 'reading-worker.cjs')),
    add,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
