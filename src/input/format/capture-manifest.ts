import type { Format } from '../format.ts';
import { isObject } from '../spelling.ts';

/** What `mtlscope capture` puts beside the dumps of a bundle: when and of what it was taken. */
export const manifestKind = 'mtlscope capture';

export const captureManifest: Format = {
  name: manifestKind,
  recognise({ tokens, value }) {
    if (tokens.length > 0 || !isObject(value) || value['capture'] !== manifestKind) return undefined;
    return { resources: [{ kind: 'capture', state: 'active', value, at: [] }] };
  },
};
