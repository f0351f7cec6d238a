/**
 * Keeps what a real Envoy did with pairs of contexts, for tests that have no Envoy: its own config dump,
 * and how each handshake ended. `node tools/record-handshakes.mjs FILE` makes the recording anew.
 */
import { writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import type { JsonObject } from '../../../src/input/model.ts';
import { Coverage, type Aim } from '../lab/coverage.ts';
import { findEnvoy } from '../lab/envoy-binary.ts';
import type { Kind } from '../lab/kind.ts';
import { Lab } from '../lab/lab.ts';
import { Random } from '../lab/random.ts';
import type { HandshakeCase } from './case.ts';
import { clientTrust, negotiation, serverTrust } from './kinds.ts';
import { mintedLabels } from './minted.ts';
import { isPossibleCase } from './possible.ts';
import { experiment } from './run.ts';

const wanted = 1600;
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('the file to write is missing');

/** What a value needs around it to make a difference. */
const surroundings: readonly { readonly kind: Kind<HandshakeCase>; readonly around: Aim }[] = [
  { kind: negotiation, around: {} },
  { kind: negotiation, around: { 'client versions': '1.2 to 1.3', 'server versions': '1.2 to 1.3' } },
  { kind: clientTrust, around: { 'client trust': 'root' } },
  { kind: clientTrust, around: { 'client trust': 'root', 'server chain': 'intermediate' } },
  { kind: clientTrust, around: { 'client trust': 'root', 'server key': 'RSA 2048' } },
  { kind: clientTrust, around: { 'client trust': 'root', 'client validator': 'SPIFFE' } },
  { kind: serverTrust, around: {} },
  { kind: serverTrust, around: { 'client key': 'RSA 2048', 'client versions': '1.2' } },
  { kind: serverTrust, around: { 'client key': 'RSA 2048', 'client versions': '1.3' } },
  { kind: serverTrust, around: { 'server validator': 'SPIFFE' } },
  { kind: serverTrust, around: { 'client chain': 'intermediate', 'client versions': '1.2 to 1.3' } },
];

/** Every value by itself. */
function single(random: Random): HandshakeCase[] {
  return surroundings.flatMap(({ kind, around }) =>
    Object.entries(kind.features)
      .flatMap(([feature, values]) => values.map((value) => ({ ...around, [feature]: value })))
      .flatMap((aim) => kind.generate(random, () => aim, 1))
      .filter(({ aim }) => isPossibleCase(aim)),
  );
}

function generated(): HandshakeCase[] {
  const random = new Random(1);
  const kinds = [negotiation, clientTrust, serverTrust].map((kind) => {
    const coverage = new Coverage(kind.features, kind.possible);
    return { kind, aim: () => coverage.aim(random) };
  });
  const cases = [...kinds.flatMap(({ kind }) => kind.fixed), ...single(random)];
  // Few features at a time get further, and so show more.
  while (cases.length < wanted) for (const { kind, aim } of kinds) cases.push(...kind.generate(random, aim, 0));
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
