import type { Format, Recognised } from '../format.ts';
import type { JsonObject, RawKind, RawResource, RawSections } from '../model.ts';
import { proxyKinds } from '../proxy-kinds.ts';
import { field, isObject, objectField, stringField } from '../spelling.ts';

/** What `mtlscope facts` prints: a line for each proxy, and after it one for each of its resources. */
export const facts: Format = {
  name: 'mtlscope facts',
  recognise({ tokens, value }) {
    if (tokens.length > 0 || !isObject(value)) return undefined;
    const fact = stringField(value, 'fact');
    if (fact === 'proxy') return proxy(value);
    const kind = proxyKinds.find((known) => known === fact);
    const message = objectField(value, 'value');
    return kind === undefined || message === undefined ? undefined : { resources: [resource(kind, value, message)] };
  },
};

const sections: readonly (keyof RawSections)[] = [
  'bootstrap',
  'listeners',
  'clusters',
  'endpoints',
  'routes',
  'secrets',
];

const states: readonly RawResource['state'][] = ['active', 'static', 'warming', 'draining', 'rejected'];

function proxy(value: JsonObject): Recognised {
  const listed = field(value, 'sections');
  const name = stringField(value, 'name') ?? '';
  const namespace = stringField(value, 'namespace') ?? '';
  return {
    resources: [],
    sections: sections.filter((section) => Array.isArray(listed) && listed.includes(section)),
    begins: {
      ...(name !== '' && { proxy: namespace === '' ? name : `${namespace}/${name}` }),
      incomplete: field(value, 'incomplete') === true,
    },
  };
}

function resource(kind: RawKind, line: JsonObject, value: JsonObject): Recognised['resources'][number] {
  const written = stringField(line, 'state');
  const told = ['rejection', 'lastUpdated', 'versionInfo', 'typeUrl'].flatMap((name) => {
    const text = stringField(line, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  const state = states.find((known) => known === written) ?? 'active';
  return { kind, state, value, at: ['value'], ...Object.fromEntries(told) };
}
