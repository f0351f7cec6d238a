/** Two folders of dumps made from one recording, either of them changed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { recordedFiles } from '../recordings/recordings.ts';
import { run, type Ran } from '../run.ts';

export interface Files {
  /** Removes what was written. */
  readonly remove: () => void;
  /** Writes files below a folder of this name, and answers its path. */
  readonly write: (name: string, files: Iterable<readonly [string, string]>) => string;
}

export function temporaryFiles(): Files {
  const root = mkdtempSync(join(tmpdir(), 'mtlscope-compare-'));
  return {
    remove: () => rmSync(root, { recursive: true, force: true }),
    write: (name, files) => {
      for (const [path, content] of files) {
        mkdirSync(dirname(join(root, name, path)), { recursive: true });
        writeFileSync(join(root, name, path), content);
      }
      return join(root, name);
    },
  };
}

/** The dumps of a recording, by file name. */
export async function recordedDumps(scenario: string): Promise<ReadonlyMap<string, string>> {
  const files = await recordedFiles(scenario);
  return new Map(
    [...files].flatMap(([path, content]) => (path.startsWith('proxies/') ? [[path.slice(8), content] as const] : [])),
  );
}

/** The document that `diff -o json` prints, as far as tests look at it. */
export interface Document {
  readonly summary: Readonly<Record<string, number>>;
  readonly edges: readonly {
    readonly change: string;
    readonly direction: string;
    readonly from: { readonly name: string };
    readonly to: string;
    readonly endpoint?: string;
    readonly facets: readonly string[];
    readonly before: { readonly outcome: string; readonly offer?: string } | null;
    readonly after: { readonly outcome: string; readonly offer?: string } | null;
    readonly because: readonly {
      readonly text: string;
      readonly before: readonly { readonly source: string; readonly line?: number; readonly excerpt?: string }[];
      readonly after: readonly { readonly source: string; readonly line?: number; readonly excerpt?: string }[];
    }[];
  }[];
  readonly modes: readonly {
    readonly workload: string;
    readonly port?: number;
    readonly before: string;
    readonly after: string;
  }[];
  readonly resources: readonly {
    readonly kind: string;
    readonly name: string;
    readonly change: string;
    readonly facts: readonly { readonly name: string }[];
  }[];
  readonly policies: readonly { readonly kind: string; readonly name: string; readonly change: string }[];
  readonly pending: readonly { readonly name: string; readonly state: string; readonly rejection?: string }[];
  readonly matched: readonly { readonly before: string; readonly after: string; readonly by: string }[];
  readonly notCompared: readonly { readonly section: string }[];
  readonly rest?: readonly { readonly name: string; readonly patch: string }[];
}

export async function diff(before: string, after: string, ...options: readonly string[]): Promise<Ran> {
  return run(['diff', before, after, ...options]);
}

export async function diffDocument(before: string, after: string, ...options: readonly string[]): Promise<Document> {
  const { stdout } = await diff(before, after, '-o', 'json', ...options);
  return JSON.parse(stdout) as Document;
}
