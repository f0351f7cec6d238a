import { isDeepStrictEqual } from 'node:util';
import * as fc from '../property.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleProxy } from '../../src/envoy/assemble-proxy.ts';
import { Interned } from '../../src/envoy/intern.ts';
import type { Proxy } from '../../src/envoy/model.ts';
import { resourcePlan } from '../../src/envoy/projection.ts';
import { readResource } from '../../src/envoy/read/resource.ts';
import { documentPlan } from '../../src/input/document-plan.ts';
import { joinProxies } from '../../src/input/join.ts';
import { camelCase } from '../../src/input/json/plan.ts';
import type { Plan } from '../../src/input/json/plan.ts';
import type { JsonValue } from '../../src/input/model.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { folderWith } from '../input/support/temporary-folder.ts';
import { forgetFolders, recordedFiles } from '../recordings/recordings.ts';

afterAll(forgetFolders);

const parse: (text: string) => JsonValue = JSON.parse;
let dumps: readonly JsonValue[] = [];
beforeAll(async () => {
  const recorded = await Promise.all(['demo/gateway-mutual', 'istiod/baseline', 'hbone/baseline'].map(recordedFiles));
  dumps = recorded.flatMap((files) =>
    [...files].filter(([path]) => /(?:sleep|ingress).*\.json$/u.test(path)).map(([, text]) => parse(text)),
  );
});

/** Strings that might tempt a reader to look into a name. */
const names = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', ' ', '[redacted]', 'inbound|80||', 'outbound|80|v1|web.demo', '10.0.0.1', '::1', 'uninitialized'),
  fc.constantFrom(
    'BlackHoleCluster',
    '*',
    'istio',
    'true',
    '0',
    'spiffe://a/ns/b/sa/c',
    '__proto__',
    '2026-01-01T00:00:00Z',
  ),
  fc.constantFrom('envoy.transport_sockets.tls', 'virtualInbound', '\ue000', '\u0001', 'A;B;C;D;E', 'STRICT', '-'),
);

describe('facts of resources that differ in names only', () => {
  it('are those that each would have alone, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.array(names, { minLength: 5, maxLength: 60 }), async (which, pool) => {
        const dump = dumps[which % dumps.length] ?? null;
        let next = 0;
        const choose = (): string => pool[next++ % pool.length] ?? '';
        const text = JSON.stringify(renamed(dump, documentPlan(resourcePlan), choose));
        const path = folderWith({ 'dump.json': text });
        const [recalled, alone] = [await proxiesOf(path, true), await proxiesOf(path, false)];
        expect(isDeepStrictEqual(recalled, alone)).toBe(true);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});

async function proxiesOf(path: string, recalls: boolean): Promise<readonly Proxy[]> {
  const interned = new Interned();
  const { dumps: read } = await readSources([{ kind: 'path', path }], {
    resource: resourcePlan,
    ...(recalls && { facts: (resource) => readResource(resource, interned) }),
  });
  return joinProxies(read).proxies.map((proxy) => assembleProxy(proxy, interned));
}

/** The document with six of each item of its lists, and other strings wherever the plan calls one opaque. */
function renamed(value: JsonValue, plan: Plan | undefined, choose: () => string): JsonValue {
  if (plan === undefined) return value;
  if (typeof value === 'string') return plan.opaque === true ? choose() : value;
  if (typeof value !== 'object' || value === null || plan.whole === true) return value;
  if (isList(value)) {
    const copies = plan.items?.emit === 'entry' ? 6 : 1;
    return value.flatMap((item) => Array.from({ length: copies }, () => renamed(item, plan.items, choose)));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, renamed(member, planFor(plan, name), choose)]),
  );
}

function planFor(plan: Plan | undefined, name: string): Plan | undefined {
  if (plan === undefined) return undefined;
  const own = Object.entries(plan.fields ?? {}).find(([each]) => each === name || camelCase(each) === name)?.[1];
  return own ?? plan.members ?? planFor(plan.base, name);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
