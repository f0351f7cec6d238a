import type { Format } from '../format.ts';
import { isObject, snakeCase } from '../spelling.ts';

/** `/listeners?format=json`: `envoy.admin.v3.Listeners`, names and bound addresses. */
export const adminListeners: Format = {
  name: '/listeners?format=json',
  recognise: ({ tokens, value }) =>
    isObject(value) && tokens.length === 2 && snakeCase(tokens[0] ?? '') === 'listener_statuses'
      ? { resources: [{ kind: 'listener-status', state: 'active', value, at: [] }] }
      : undefined,
};
