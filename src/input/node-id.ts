import type { RawResource } from './model.ts';
import { objectField, stringField } from './spelling.ts';

/** `node.id` where the resource is a bootstrap or `/server_info`: the name Envoy gives itself. */
export function nodeIdOf({ kind, value }: RawResource): string | undefined {
  if (kind !== 'bootstrap' && kind !== 'server-info') return undefined;
  const node = objectField(value, 'node');
  const id = node === undefined ? undefined : stringField(node, 'id');
  return id === '' ? undefined : id;
}
