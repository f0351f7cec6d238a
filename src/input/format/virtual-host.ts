import { isItem } from '../element.ts';
import type { Format } from '../format.ts';
import { isObject, snakeCase } from '../spelling.ts';

/** A virtual host of a route configuration in `/config_dump`, which is an element where these are read one by one. */
export const virtualHost: Format = {
  name: 'config_dump',
  recognise(element) {
    const { tokens, value } = element;
    if (!isItem(element) || snakeCase(tokens.at(-2) ?? '') !== 'virtual_hosts' || !isObject(value)) return undefined;
    return { resources: [{ kind: 'virtual-host', value, state: 'active', at: [] }] };
  },
};
