import { fieldsBeside, labelsAt, objectAt, oneOf, textAt, type Labels } from './fields.ts';
import { header, type KubernetesResource, type Manifest } from './resource.ts';

/** What a server's proxy accepts: plaintext only, both, mutual TLS only. */
export type MtlsMode = 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** `UNSET` inherits from the next wider scope. */
export type PeerMode = MtlsMode | 'UNSET';

const peerModes = ['DISABLE', 'PERMISSIVE', 'STRICT', 'UNSET'] as const;

/** One entry of `portLevelMtls`; ports are those of the workload (container), not of a Service. */
export interface PortMode {
  readonly port: number;
  readonly mode: PeerMode;
}

/** security.istio.io PeerAuthentication: what servers accept. */
export interface PeerAuthentication extends KubernetesResource<'PeerAuthentication'> {
  /** Undefined, or without labels: the whole namespace, or the mesh in the root namespace. */
  readonly selector?: Labels;
  readonly mode: PeerMode;
  /** Whether a mode is written at all; `mtls: {}` and `mtls.mode: UNSET` mean the same, but only one looks like an order. */
  readonly modeWritten: boolean;
  /** Honoured only together with a selector. */
  readonly ports: readonly PortMode[];
}

/** Whether it selects single workloads and not a namespace or the mesh. */
export function hasSelector({ selector }: { readonly selector?: Labels }): boolean {
  return selector !== undefined && Object.keys(selector).length > 0;
}

/** Reads a PeerAuthentication; a mode nobody knows counts as not set. */
export function readPeerAuthentication(from: Manifest): PeerAuthentication {
  const base = header('PeerAuthentication', from, ['selector', 'mtls', 'portLevelMtls']);
  const selector = labelsAt(objectAt(from.spec, 'selector'), 'matchLabels');
  const byPort = objectAt(from.spec, 'portLevelMtls');
  return {
    ...base,
    misplaced: [
      ...base.misplaced,
      ...fieldsBeside(objectAt(from.spec, 'selector'), ['matchLabels'], '/spec/selector'),
      ...fieldsBeside(objectAt(from.spec, 'mtls'), ['mode'], '/spec/mtls'),
    ],
    ...(selector === undefined ? {} : { selector }),
    mode: oneOf(textAt(objectAt(from.spec, 'mtls'), 'mode'), peerModes, 'UNSET'),
    modeWritten: textAt(objectAt(from.spec, 'mtls'), 'mode') !== undefined,
    ports: Object.keys(byPort ?? {})
      .filter((port) => /^\d+$/.test(port))
      .map((port) => ({ port: Number(port), mode: oneOf(textAt(objectAt(byPort, port), 'mode'), peerModes, 'UNSET') }))
      .toSorted((a, b) => a.port - b.port),
  };
}
