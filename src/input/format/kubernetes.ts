import type { Format } from '../format.ts';
import { isObject, stringField } from '../spelling.ts';

/** One Kubernetes or Istio object: a document of its own, or an item of a List (`kubectl get -o json|yaml`). */
export const kubernetes: Format = {
  name: 'Kubernetes objects',
  recognise({ tokens, value }) {
    if (!isObject(value)) return undefined;
    const kind = stringField(value, 'kind');
    if (kind === undefined || stringField(value, 'apiVersion') === undefined) return undefined;
    // A List's items come on their own; what is left of it is an envelope.
    if (tokens.length === 0 && kind.endsWith('List')) return { resources: [] };
    return { resources: [{ kind: 'kubernetes', state: 'active', value, at: [] }] };
  },
};
