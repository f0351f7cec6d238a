/** `/server_info`: the version that runs, and since 1.16 the node. */
import type { RawResource } from '../../input/model.ts';
import { message, text } from './fields.ts';
import type { NodeInfo } from '../model.ts';
import { buildVersion, readNode } from './node.ts';

export interface ServerInfo {
  /** `1.40.0`; empty when unknown. */
  readonly envoyVersion: string;
  readonly node?: NodeInfo;
}

export function readServerInfo(raw: RawResource): ServerInfo {
  const envoyVersion = buildVersion(text(raw.value, 'version') ?? '');
  const node = message(raw.value, 'node');
  return node === undefined ? { envoyVersion } : { envoyVersion, node: readNode(node) };
}
