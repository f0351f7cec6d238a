/**
 * Handshakes that a real Envoy made, with its own config dump. `node tools/record-handshakes.mjs` made the
 * recording; what the names of certificates and outcomes mean is in `test/truth/handshakes`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Proxy } from '../../../src/envoy/model.ts';
import type { JsonObject } from '../../../src/input/model.ts';
import { readDump } from '../../truth/lab/read-proxy.ts';

/** One handshake: between the cluster and the listener called `id`, for a request to `host`. */
export interface RecordedEnd {
  readonly id: string;
  readonly host: string;
  /** How it ended, in one line. */
  readonly observed: string;
  /** Empty for those that were generated. */
  readonly name: string;
  readonly aim: JsonObject;
}

export interface Recording {
  readonly at: Date;
  readonly ends: readonly RecordedEnd[];
  /** Fingerprint to what the certificate is. */
  readonly labels: Readonly<Record<string, string>>;
  /** The Envoy, which was client and server at once. */
  readonly proxy: Proxy;
}

export async function recordedHandshakes(): Promise<Recording> {
  const file = new URL('recorded-handshakes.br', import.meta.url);
  const { at, dump, ...rest } = JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as Omit<
    Recording,
    'at' | 'proxy'
  > & { readonly at: string; readonly dump: JsonObject };
  const folder = mkdtempSync(join(tmpdir(), 'mtlscope-handshakes-'));
  const proxy = await readDump(JSON.stringify(dump), join(folder, 'dump.json'));
  rmSync(folder, { recursive: true });
  return { ...rest, at: new Date(at), proxy };
}
