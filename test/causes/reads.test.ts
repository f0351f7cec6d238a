import { expect, it } from 'vitest';
import { causes } from '../../src/cause/causes.ts';
import { causeContext, type CauseContext } from '../../src/cause/context/context.ts';
import { constructed, constructedEdges, recorded, recordedEdge } from './samples.ts';

function sorted(words: Iterable<string>): string {
  return [...words].toSorted().join(' ');
}

/** A context that notes what is taken from it. */
function watched(context: CauseContext, taken: Set<string>): CauseContext {
  return new Proxy(context, {
    get: (target, key, receiver): unknown => {
      if (typeof key === 'string' && key !== 'edge') taken.add(key);
      return Reflect.get(target, key, receiver);
    },
  });
}

it('lets each cause look at what it says it reads, and at nothing else', async () => {
  const inputs = [];
  for (const code of constructed)
    for (const nearMiss of [false, true]) inputs.push(...(await constructedEdges(code, nearMiss)));
  for (const { found, nearMiss } of recorded.values())
    for (const place of [found, nearMiss]) inputs.push(...(await recordedEdge(place)));
  const seen = new Map(causes.map((cause) => [cause.code, new Set<string>()]));
  for (const { input } of inputs) {
    const context = causeContext(input);
    for (const cause of causes) cause.look(watched(context, seen.get(cause.code) ?? new Set()));
  }
  expect(causes.map(({ code }) => `${code}: ${sorted(seen.get(code) ?? [])}`)).toEqual(
    causes.map(({ code, reads }) => `${code}: ${sorted(reads)}`),
  );
});
