import * as fc from '../property.ts';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { joinProxies } from '../../src/input/join.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { tarOf, zipOf } from './support/archives.ts';
import { jsonOf } from './support/dumps.ts';

const members = [
  ['sleep.json', jsonOf('sleep')],
  ['policies.yaml', 'apiVersion: v1\nkind: Pod\n'],
] as const;

const wholes = [
  Buffer.from(jsonOf('sleep')),
  Buffer.from('a: &a [1]\nb: *a\n---\nkind: Pod\napiVersion: v1\nmetadata: {name: x}\n'),
  gzipSync(jsonOf('sleep')),
  zipOf(members),
  await tarOf(members),
  gzipSync(await tarOf(members)),
];

/** A whole source, cut somewhere and with a few bytes changed. */
const spoilt = fc
  .tuple(
    fc.constantFrom(...wholes),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
  )
  .map(([whole, cut, changes]) => {
    const bytes = Buffer.from(whole.subarray(0, Math.ceil(whole.length * cut)));
    for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
    return bytes;
  });

it('whatever is spoilt in a source, reading it ends with dumps or with problems that say something', async () => {
  await fc.assert(
    fc.asyncProperty(spoilt, async (bytes) => {
      const { dumps, problems } = await readSources([{ kind: 'stdin' }], { stdin: Readable.from([bytes]) });
      joinProxies(dumps);
      expect(dumps.length + problems.length).toBeGreaterThan(0);
      for (const { saw, todo } of problems) expect([saw, todo]).not.toContain('');
    }),
    { numRuns: 300 },
  );
});
