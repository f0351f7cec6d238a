/**
 * A thousand handshakes that a real Envoy made, with its own config dump. `node tools/record-handshakes.mjs` made the
 * recording; what the names of certificates and outcomes mean is in `test/truth/handshakes`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/input/model.ts';
import { describePrediction } from '../../truth/handshakes/outcome.ts';
import { predict } from '../../truth/handshakes/predict.ts';
import { readDump } from '../../truth/lab/read-proxy.ts';

interface Recording {
  readonly at: string;
  readonly ends: readonly {
    readonly id: string;
    readonly host: string;
    readonly observed: string;
    readonly name: string;
    readonly aim: JsonObject;
  }[];
  /** Fingerprint to what the certificate is. */
  readonly labels: Readonly<Record<string, string>>;
  readonly dump: JsonObject;
}

const file = new URL('recorded-handshakes.br', import.meta.url);
const recording = JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as Recording;
const folder = mkdtempSync(join(tmpdir(), 'mtlscope-handshakes-'));
const proxy = await readDump(JSON.stringify(recording.dump), join(folder, 'dump.json'));
rmSync(folder, { recursive: true });

function predicted({ id, host }: { readonly id: string; readonly host: string }): string {
  const label = (print: string | undefined): string => recording.labels[print ?? ''] ?? 'nothing';
  return describePrediction(predict(proxy, id, host, new Date(recording.at)), label);
}

describe('a handshake ends as it did between real Envoys', () => {
  it.each(recording.ends.filter(({ name }) => name !== ''))('$name', (end) => {
    expect(predicted(end)).toBe(end.observed);
  });

  it('in all that were generated', () => {
    const wrong = recording.ends.filter((end) => predicted(end) !== end.observed);
    expect(wrong.map((end) => ({ ...end, predicted: predicted(end) }))).toEqual([]);
  });
});
