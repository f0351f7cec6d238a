/** Dumps that may leave the machine: written anew from what is read of them, with names replaced where that is wanted. */
import { assembleProxy } from '../envoy/assemble-proxy.ts';
import { Interned } from '../envoy/intern.ts';
import type { JsonObject, RawDump } from '../input/model.ts';
import { askedMarks, withAskedMarks } from '../envoy/asked-marks.ts';
import { cleaned, remembering } from './clean-text.ts';
import { fileNameOf } from './file-name.ts';
import { scanForLeaks, type Leak } from './leak-scan.ts';
import type { Pseudonyms } from './pseudonyms/pseudonyms.ts';
import { writeDump } from './write/write-dump.ts';
import { writeMeshConfig, writeObject } from './write/write-object.ts';

/** One redacted source. */
export interface RedactedFile {
  /** The source it was made from. */
  readonly source: string;
  /** Relative path with forward slashes, without anything that leads out of a folder. */
  readonly path: string;
  /** JSON documents, one after the other. */
  readonly text: string;
  /** What the scan found in it; a text with any must not be written. */
  readonly leaks: readonly Leak[];
  /** The source had been cut off, and so is this. */
  readonly incomplete: boolean;
}

export interface RedactOptions {
  /** Replaces names, addresses and certificates; without them names stay, and certificates as PEM. */
  readonly pseudonyms?: Pseudonyms;
  /** Paths that are not free any more; those of the result are added. */
  readonly paths?: Set<string>;
}

/**
 * Redacts dumps that belong together: one pseudonym for one name in all of them. Reading the result gives the facts
 * that reading the dumps gave, but for names where these are replaced.
 */
export function redactDumps(
  dumps: readonly RawDump[],
  { pseudonyms, paths = new Set() }: RedactOptions = {},
): readonly RedactedFile[] {
  const interned = new Interned();
  const read = dumps.map((dump) => ({ dump, proxy: assembleProxy(ofSource(dump), interned) }));
  const asked = askedMarks(read.map(({ proxy }) => proxy));
  const cleanText = remembering();
  return read.map(({ dump, proxy }) => {
    const { whole, cut } = writeDump(withAskedMarks(proxy, asked), {
      certificates: pseudonyms === undefined ? 'pem' : 'facts',
      bootstrapUpdated: dump.resources.find(({ kind }) => kind === 'bootstrap')?.lastUpdated,
      serverInfo: dump.resources.some(({ kind }) => kind === 'server-info'),
      incomplete: dump.incomplete,
    });
    const safe = (document: JsonObject): string => {
      const clean = cleaned(document, cleanText);
      return `${JSON.stringify(pseudonyms === undefined ? clean : pseudonyms.document(clean), undefined, 1)}\n`;
    };
    const texts = [...whole, ...objectDocuments(dump)].map(safe);
    const text = [...texts, ...(cut === undefined ? [] : [withoutEnd(safe(cut.document), cut.inSection)])].join('');
    const path = fileNameOf(dump.source, paths, pseudonyms);
    paths.add(path);
    return { source: dump.source, path, text, leaks: scanForLeaks(text), incomplete: dump.incomplete };
  });
}

function ofSource(dump: RawDump): Parameters<typeof assembleProxy>[0] {
  return { name: '', namespace: dump.name.namespace ?? '', dumps: [dump] };
}

/** A document that breaks off behind the last thing in its lists, as the dump it was made from did. */
function withoutEnd(text: string, inSection: boolean): string {
  return text.replace(inSection ? /\n {3}\]\n {2}\}\n \]\n\}\n$/u : /\n \]\n\}\n$/u, '\n');
}

/** Kubernetes' and Istio's objects of a source, as a list; a bare MeshConfig as a document of its own. */
function objectDocuments({ resources }: RawDump): readonly JsonObject[] {
  const items = resources.flatMap(({ kind, value }) => (kind === 'kubernetes' ? (writeObject(value) ?? []) : []));
  const configs = resources.flatMap(({ kind, value }) => (kind === 'mesh-config' ? [writeMeshConfig(value)] : []));
  const list = items.length === 0 ? [] : [{ apiVersion: 'v1', kind: 'List', items }];
  return [...list, ...configs];
}
