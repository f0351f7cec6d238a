import type { Format } from '../format.ts';
import { isObject, keyOf, objectField } from '../spelling.ts';
import { told } from './config-dump-entry.ts';

/** `istioctl pc bootstrap -o json`: an object with the bootstrap and the time it was read. */
export const bootstrapFile: Format = {
  name: 'istioctl pc bootstrap -o json',
  recognise({ tokens, value }) {
    if (tokens.length > 0 || !isObject(value)) return undefined;
    const bootstrap = objectField(value, 'bootstrap');
    if (bootstrap === undefined) return undefined;
    const at = [keyOf(value, 'bootstrap')];
    return {
      resources: [{ kind: 'bootstrap', state: 'static', value: bootstrap, at, ...told(value, bootstrap) }],
      sections: ['bootstrap'],
    };
  },
};
