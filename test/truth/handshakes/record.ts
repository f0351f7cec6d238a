/**
 * Keeps what a real Envoy did with a thousand pairs of contexts, for tests that have no Envoy: its own config dump,
 * and how each handshake ended. `node tools/record-handshakes.mjs FILE` makes the recording anew.
 */
import { writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import type { JsonObject } from '../../../src/input/model.ts';
import { Coverage } from '../lab/coverage.ts';
import { findEnvoy } from '../lab/envoy-binary.ts';
import { Lab } from '../lab/lab.ts';
import { Random } from '../lab/random.ts';
import type { HandshakeCase } from './case.ts';
import { clientTrust, negotiation, serverTrust } from './kinds.ts';
import { mintedLabels } from './minted.ts';
import { experiment } from './run.ts';

const wanted = 1000;
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('the file to write is missing');

function generated(): HandshakeCase[] {
  const random = new Random(1);
  const kinds = [negotiation, clientTrust, serverTrust].map((kind) => {
    const coverage = new Coverage(kind.features, kind.possible);
    return { kind, aim: () => coverage.aim(random) };
  });
  const cases = kinds.flatMap(({ kind }) => kind.fixed);
  for (let at = 0; cases.length < wanted; at += 1) {
    // Three of four have few features that do harm.
    for (const { kind, aim } of kinds) cases.push(...kind.generate(random, aim, at % 4 === 0 ? 0 : 1));
  }
  return cases.slice(0, wanted);
}

/** Without what stands in it twice or says nothing about TLS. */
function reduced(dump: string): JsonObject {
  const { configs } = JSON.parse(dump) as { readonly configs: readonly (JsonObject & { readonly '@type': string })[] };
  return {
    configs: configs.flatMap((config) => {
      if (config['@type'].endsWith('.BootstrapConfigDump')) {
        const { bootstrap } = config as unknown as { readonly bootstrap: JsonObject };
        return [{ '@type': config['@type'], bootstrap: { node: bootstrap['node'] ?? {} } }];
      }
      return /\.(?:Clusters|Listeners|Secrets)ConfigDump$/u.test(config['@type']) ? [config] : [];
    }),
  };
}

const lab = new Lab(findEnvoy(console.log));
try {
  const cases = generated();
  const { dump, at, ends } = await experiment(cases, lab);
  const recording = {
    at: at.toISOString(),
    ends: ends.map((end, index) => ({ ...end, aim: cases[index]?.aim ?? {}, name: cases[index]?.name ?? '' })),
    labels: Object.fromEntries(mintedLabels()),
    dump: reduced(dump),
  };
  const json = Buffer.from(JSON.stringify(recording));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  writeFileSync(file, brotliCompressSync(json, { params }));
  console.log(`${ends.length} handshakes in ${file}`);
} finally {
  await lab.close();
}
