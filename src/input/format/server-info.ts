import type { Format } from '../format.ts';
import { isObject, objectField, stringField } from '../spelling.ts';

/** `/server_info`: `envoy.admin.v3.ServerInfo`, version, options and (Envoy ≥ 1.17) the node. */
export const serverInfo: Format = {
  name: '/server_info',
  recognise: ({ tokens, value }) =>
    tokens.length === 0 &&
    isObject(value) &&
    stringField(value, 'version') !== undefined &&
    objectField(value, 'command_line_options') !== undefined
      ? { resources: [{ kind: 'server-info', state: 'active', value, at: [] }] }
      : undefined,
};
